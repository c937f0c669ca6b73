{# Return SQL for the month of a date or time as a string, such as 2026-11, in the time zone that samples show. Pure. #}
{% macro month_of(expression) %}
    {%- do return(adapter.dispatch("month_of", "dbt_wap")(expression=expression)) -%}
{% endmacro %}

{% macro default__month_of(expression) %} {%- do dbt_wap.unsupported("month_of") -%} {% endmacro %}

{# Infinity is its own month. Atomic: yes, reads nothing. #}
{% macro duckdb__month_of(expression) -%} (strftime({{ expression }}, '%Y-%m') collate c) {%- endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__month_of(expression) -%} to_varchar({{ expression }}, 'YYYY-MM') {%- endmacro %}
