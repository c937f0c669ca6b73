{#
    Return a query without a result of interest that fails if fingerprint_tables cannot read the relation. relation:
    {key, database, schema, name}. Pure.
#}
{% macro fingerprint_probe(relation) %}
    {%- do return(adapter.dispatch("fingerprint_probe", "dbt_wap")(relation=relation)) -%}
{% endmacro %}

{% macro default__fingerprint_probe(relation) %}
    {%- do dbt_wap.unsupported("fingerprint_probe") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__fingerprint_probe(relation) -%}
    select * from {{ dbt_wap.sql_name(relation) }} limit 0
{%- endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__fingerprint_probe(relation) %}
    {%- do return(dbt_wap._snowflake_tokens_sql([[relation["key"], relation]]) | trim) -%}
{% endmacro %}
