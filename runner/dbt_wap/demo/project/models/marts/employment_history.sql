{{ config(materialized="incremental", incremental_strategy="delete+insert", unique_key="employment_id") }}

select employment_id, municipality_code, industry_code, year, employed, loaded_at
from {{ ref("stg_employment") }}
{% if is_incremental() %}
    -- The newest year that we have was preliminary: it is read again, together with what is newer.
    where year >= (select max(year) from {{ this }})
{% endif %}
