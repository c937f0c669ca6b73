select
    municipality_code || '-' || industry_code || '-' || year as employment_id,
    municipality_code,
    industry_code,
    year,
    employed,
    loaded_at
from {{ source("raw", "employment") }}
