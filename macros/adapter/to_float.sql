{#
    An expression of a kind (type_kind) of number or time as a finite float, a time as seconds since 1970; NULL for
    what is none. Returns SQL text.
#}
{% macro to_float(expression, kind) %}
    {%- do return(adapter.dispatch("to_float", "dbt_wap")(expression=expression, kind=kind)) -%}
{% endmacro %}

{% macro default__to_float(expression, kind) %} {%- do dbt_wap.unsupported("to_float") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__to_float(expression, kind) %}
    {%- set number = "epoch(" ~ expression ~ ")" if kind == "time" else "cast(" ~ expression ~ " as double)" -%}
    {%- do return("case when isfinite(" ~ (expression if kind == "time" else number) ~ ") then " ~ number ~ " end") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__to_float(expression, kind) %}
    {%- if kind == "time" -%}
        {%- do return("cast(date_part(epoch_second, " ~ expression ~ ") as float)") -%}
    {%- endif -%}
    {%- set number = "cast(" ~ expression ~ " as float)" -%}
    {%- do return("nullif(nullif(nullif(" ~ number ~ ", 'NaN'::float), 'inf'::float), '-inf'::float)") -%}
{% endmacro %}
