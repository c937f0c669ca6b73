select
    employment.employment_id,
    municipalities.municipality,
    municipalities.county,
    industries.industry,
    employment.year,
    employment.employed
from {{ ref("stg_employment") }} as employment
left join {{ ref("stg_municipalities") }} as municipalities using (municipality_code)
left join {{ ref("industries") }} as industries using (industry_code)
