{#
    Return SQL that converts an expression to a string for people. Different values give different strings wherever the
    engine can tell the values apart. Pure.
#}
{% macro shown_text(expression, type) %}
    {%- do return(adapter.dispatch("shown_text", "dbt_wap")(expression=expression, type=type)) -%}
{% endmacro %}

{% macro default__shown_text(expression, type) %} {%- do dbt_wap.unsupported("shown_text") -%} {% endmacro %}

{#
    A cast writes the members of a union alike, and inside a VARIANT the number 1 like the string 1. Atomic: yes, reads
    nothing.
#}
{% macro duckdb__shown_text(expression, type) %}
    {%- if "UNION(" in type or "VARIANT" in type -%} {{ dbt_wap.text_of("to_json(" ~ expression ~ ")") }}
    {%- else -%} {{ dbt_wap.text_of(expression) }}
    {%- endif -%}
{% endmacro %}

{#
    A cast writes times in the session's output format, by default to the millisecond, and the string in a VARIANT
    without quotes. Atomic: yes, reads nothing.
#}
{% macro snowflake__shown_text(expression, type) %}
    {%- set formats = {
        "TIME": "HH24:MI:SS.FF9",
        "TIMESTAMP_NTZ": "YYYY-MM-DD HH24:MI:SS.FF9",
        "TIMESTAMP_LTZ": "YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM",
        "TIMESTAMP_TZ": "YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM",
    } -%}
    {%- set plain = type.split("(")[0] -%}
    {%- if plain in formats -%} to_varchar({{ expression }}, '{{ formats[plain] }}')
    {%- elif plain in ["VARIANT", "OBJECT", "ARRAY"] -%} to_json({{ expression }})
    {%- else -%} {{ dbt_wap.text_of(expression) }}
    {%- endif -%}
{% endmacro %}
