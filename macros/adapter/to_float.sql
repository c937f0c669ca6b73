{#
    Return SQL that converts a number or a time to a finite float, a time to seconds since 1970. NULL if it is not
    finite. Pure.
#}
{% macro to_float(expression, kind) %}
    {%- do return(adapter.dispatch("to_float", "dbt_wap")(expression=expression, kind=kind)) -%}
{% endmacro %}

{% macro default__to_float(expression, kind) %} {%- do dbt_wap.unsupported("to_float") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__to_float(expression, kind) %}
    {%- if kind == "time" -%} case when isfinite({{ expression }}) then epoch({{ expression }}) end
    {%- else -%}
        case when isfinite(cast({{ expression }} as double)) then cast({{ expression }} as double) end
    {%- endif -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__to_float(expression, kind) %}
    {%- if kind == "time" -%} cast(date_part(epoch_second, {{ expression }}) as float)
    {%- else -%}
        nullif(nullif(nullif(cast({{ expression }} as float), 'NaN'::float), 'inf'::float), '-inf'::float)
    {%- endif -%}
{% endmacro %}
