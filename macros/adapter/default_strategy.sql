{# Return the publish strategy that the engine uses if the var wap_strategy is not set. Pure. #}
{% macro default_strategy() %}
    {%- do return(adapter.dispatch("default_strategy", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__default_strategy() %} {%- do dbt_wap.unsupported("default_strategy") -%} {% endmacro %}

{# DuckDB cannot rename schemas, but its DDL is transactional. Atomic: yes, reads nothing. #}
{% macro duckdb__default_strategy() %} {%- do return("relation_copy") -%} {% endmacro %}

{# Snowflake clones a schema without copying rows, and swaps it in one statement. Atomic: yes, reads nothing. #}
{% macro snowflake__default_strategy() %} {%- do return("schema_swap") -%} {% endmacro %}
