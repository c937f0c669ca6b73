{{ config(materialized="incremental", incremental_strategy="delete+insert", unique_key="employment_id") }}

select employment_id, municipality_code, industry_code, year, employed, loaded_at
from {{ ref("stg_employment") }}
{% if is_incremental() %}
    -- The newest year was preliminary: read it again, together with newer years.
    where year >= (select max(year) from {{ this }})
{% endif %}
