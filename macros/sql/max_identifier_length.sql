{# Return the maximum length of a schema name, or 0 while dbt parses a project for an unsupported engine. Pure. #}
{% macro max_identifier_length() %}
    {%- do return(adapter.dispatch("max_identifier_length", "dbt_wap")() or 0) -%}
{% endmacro %}

{% macro default__max_identifier_length() %}
    {%- do dbt_wap.unsupported("max_identifier_length") -%}
{% endmacro %}

{# DuckDB has no limit; this one keeps names readable. Atomic: yes, reads nothing. #}
{% macro duckdb__max_identifier_length() %} {%- do return(255) -%} {% endmacro %}

{# Quoted or not. Atomic: yes, reads nothing. #}
{% macro snowflake__max_identifier_length() %} {%- do return(255) -%} {% endmacro %}
