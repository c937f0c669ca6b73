{#
    Return the kind of values that a type has: "number", "float" (inexact numbers), "time", "text", "boolean" or
    "other". Pure.
#}
{% macro type_kind(type) %}
    {%- do return(adapter.dispatch("type_kind", "dbt_wap")(type=type)) -%}
{% endmacro %}

{% macro default__type_kind(type) %} {%- do dbt_wap.unsupported("type_kind") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__type_kind(type) %}
    {%- set kinds = {
        "number": [
            "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
            "UHUGEINT", "DECIMAL",
        ],
        "float": ["FLOAT", "DOUBLE"],
        "time": ["DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"],
        "text": ["VARCHAR", "ENUM"],
        "boolean": ["BOOLEAN"],
    } -%}
    {%- do return(dbt_wap._type_family(kinds, type)) -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__type_kind(type) %}
    {%- set kinds = {
        "number": ["NUMBER"],
        "float": ["FLOAT", "DECFLOAT"],
        "time": ["DATE", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ"],
        "text": ["VARCHAR"],
        "boolean": ["BOOLEAN"],
    } -%}
    {%- do return(dbt_wap._type_family(kinds, type)) -%}
{% endmacro %}

{#
    Return the kind whose list contains the type, regardless of its arguments, or "other", also for nested types. Pure.
#}
{% macro _type_family(kinds, type) %}
    {%- set base = dbt_wap.parsed_type(type)["base"] -%}
    {%- for kind, types in kinds.items() if base in types -%} {%- do return(kind) -%} {%- endfor -%}
    {%- do return("other") -%}
{% endmacro %}
