{#
    An expression of a type as text for people: values of the type that differ have different texts where the engine can
    tell them. Returns SQL text.
#}
{% macro shown_text(expression, type) %}
    {%- do return(adapter.dispatch("shown_text", "dbt_wap")(expression=expression, type=type)) -%}
{% endmacro %}

{% macro default__shown_text(expression, type) %} {%- do dbt_wap.unsupported("shown_text") -%} {% endmacro %}

{#
    A cast writes members of a union alike, and inside a VARIANT the number 1 as the text 1. Atomic: yes, reads nothing.
#}
{% macro duckdb__shown_text(expression, type) %}
    {%- if "UNION(" in type or "VARIANT" in type -%} {{ dbt_wap.text_of("to_json(" ~ expression ~ ")") }}
    {%- else -%} {{ dbt_wap.text_of(expression) }}
    {%- endif -%}
{% endmacro %}

{#
    A cast writes times as the session's output formats say, by default to the millisecond, and a VARIANT without the
    quotes of a text. Atomic: yes, reads nothing.
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
