{# Return SQL for the seconds since a date or time. A time without a time zone counts as UTC. Pure. #}
{% macro seconds_since(expression) %}
    {%- do return(adapter.dispatch("seconds_since", "dbt_wap")(expression=expression)) -%}
{% endmacro %}

{% macro default__seconds_since(expression) %} {%- do dbt_wap.unsupported("seconds_since") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__seconds_since(expression) -%} epoch(now()) - epoch({{ expression }}) {%- endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__seconds_since(expression) -%}
    date_part(epoch_second, convert_timezone('UTC', current_timestamp()))
    - date_part(epoch_second, {{ expression }})
{%- endmacro %}
