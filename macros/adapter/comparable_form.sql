{#
    How the values of a column are compared, of types `before` and `after`: SQL text with {} for the column. Values of
    types without an order in common are compared as text. Pure.
#}
{% macro comparable_form(before, after) %}
    {%- do return(adapter.dispatch("comparable_form", "dbt_wap")(before=before, after=after)) -%}
{% endmacro %}

{% macro default__comparable_form(before, after) %}
    {%- do dbt_wap.unsupported("comparable_form") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__comparable_form(before, after) %}
    {%- set families = [
        ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
         "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL"],
        ["DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"],
        ["VARCHAR", "ENUM"],
    ] -%}
    {%- do return("{}" if before == after or dbt_wap.in_one_family(families, before, after) else dbt_wap.text_of("{}")) -%}
{% endmacro %}

{#
    HASH_AGG and IS DISTINCT FROM take no geography; inside a VARIANT 1 and 1.0, and in a TIMESTAMP_TZ one instant in
    two zones, would be equal. Atomic: yes, reads nothing.
#}
{% macro snowflake__comparable_form(before, after) %}
    {%- set families = [["NUMBER", "FLOAT", "DECFLOAT"], ["DATE", "TIMESTAMP_NTZ"], ["VARCHAR"], ["BINARY"]] -%}
    {%- set special = {
        "GEOGRAPHY": "to_varchar(st_asewkb({}))",
        "GEOMETRY": "to_varchar(st_asewkb({}))",
        "VARIANT": "to_json({})",
        "OBJECT": "to_json({})",
        "ARRAY": "to_json({})",
        "MAP": "to_json(cast({} as variant))",
        "VECTOR": "to_json(cast({} as array))",
        "TIMESTAMP_TZ": "to_varchar({}, 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM')",
    } -%}
    {%- set plain = before.split("(")[0] -%}
    {%- if plain == after.split("(")[0] -%} {%- do return(special.get(plain, "{}")) -%} {%- endif -%}
    {%- do return("{}" if dbt_wap.in_one_family(families, before, after) else dbt_wap.text_of("{}")) -%}
{% endmacro %}
