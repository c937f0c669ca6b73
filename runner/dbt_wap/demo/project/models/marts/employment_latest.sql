{{ config(materialized="view") }}

select employment_id, municipality, county, industry, year, employed
from {{ ref("employment_by_year") }}
qualify year = max(year) over (partition by municipality)
