{#
    An expression of a type as text for people: values of the type that differ have different texts where the engine can
    tell them. Returns SQL text.
#}
{% macro shown_text(expression, type) %}
    {%- do return(adapter.dispatch("shown_text", "dbt_wap")(expression=expression, type=type)) -%}
{% endmacro %}

{% macro default__shown_text(expression, type) %} {%- do dbt_wap.unsupported("shown_text") -%} {% endmacro %}

{#
    A cast writes members of a union alike, and inside a VARIANT the number 1 as the text 1. Atomic: yes, reads
    nothing.
#}
{% macro duckdb__shown_text(expression, type) %}
    {%- set tagged = "UNION(" in type or "VARIANT" in type -%}
    {%- do return(dbt_wap.text_of("to_json(" ~ expression ~ ")" if tagged else expression)) -%}
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
    {%- if plain in formats -%}
        {%- do return("to_varchar(" ~ expression ~ ", '" ~ formats[plain] ~ "')") -%}
    {%- endif -%}
    {%- if plain in ["VARIANT", "OBJECT", "ARRAY"] -%}
        {%- do return("to_json(" ~ expression ~ ")") -%}
    {%- endif -%}
    {%- do return(dbt_wap.text_of(expression)) -%}
{% endmacro %}
