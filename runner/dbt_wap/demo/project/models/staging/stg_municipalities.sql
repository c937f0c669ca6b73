select code as municipality_code, name as municipality, county from {{ source("raw", "municipalities") }}
