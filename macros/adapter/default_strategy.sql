{# The publish strategy of an engine where the var wap_strategy names none. Pure. #}
{% macro default_strategy() %}
    {%- do return(adapter.dispatch("default_strategy", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__default_strategy() %} {%- do dbt_wap.unsupported("default_strategy") -%} {% endmacro %}

{# Schemas cannot be renamed, and a transaction holds all DDL. Atomic: yes, reads nothing. #}
{% macro duckdb__default_strategy() %} {%- do return("relation_copy") -%} {% endmacro %}

{# A schema is cloned without copying rows, and swapped in one statement. Atomic: yes, reads nothing. #}
{% macro snowflake__default_strategy() %} {%- do return("schema_swap") -%} {% endmacro %}
