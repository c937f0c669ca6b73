{#
    Return why quoted names lose their case in this session, as the start of a sentence, or none if they keep it. Reads
    only.
#}
{% macro quoted_case_fault() %}
    {%- do return(adapter.dispatch("quoted_case_fault", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__quoted_case_fault() %} {%- do dbt_wap.unsupported("quoted_case_fault") -%} {% endmacro %}

{# DuckDB stores a name as written, and its case never matters. Atomic: yes, reads nothing. #}
{% macro duckdb__quoted_case_fault() %} {%- do return(none) -%} {% endmacro %}

{# Atomic: yes, one SHOW. #}
{% macro snowflake__quoted_case_fault() %}
    {%- set rows = dbt_wap.rows_of("show parameters like 'QUOTED_IDENTIFIERS_IGNORE_CASE' in session") -%}
    {%- if rows and rows[0]["value"] | string | lower == "true" -%}
        {%- do return("QUOTED_IDENTIFIERS_IGNORE_CASE is TRUE") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
