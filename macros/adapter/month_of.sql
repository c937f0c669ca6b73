{# Return SQL for the month of a date or time as a string, such as 2026-11, in the time zone that samples show. Pure. #}
{% macro month_of(expression) %}
    {%- do return(adapter.dispatch("month_of", "dbt_wap")(expression=expression)) -%}
{% endmacro %}

{% macro default__month_of(expression) %} {%- do dbt_wap.unsupported("month_of") -%} {% endmacro %}

{# Infinity is its own month. Atomic: yes, reads nothing. #}
{% macro duckdb__month_of(expression) -%} (strftime({{ expression }}, '%Y-%m') collate c) {%- endmacro %}

{# A part of the whole day, because the emulator of our tests ignores the format. Atomic: yes, reads nothing. #}
{% macro snowflake__month_of(expression) -%}
    left(to_varchar({{ expression }}, 'YYYY-MM-DD'), 7)
{%- endmacro %}
