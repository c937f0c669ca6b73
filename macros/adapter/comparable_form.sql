{# How a retyped column is compared: 'native' when both types share an order of values, else 'text'. Pure. #}
{% macro comparable_type(before, after) %}
    {%- do return(adapter.dispatch("comparable_type", "dbt_wap")(before=before, after=after)) -%}
{% endmacro %}

{% macro default__comparable_type(before, after) %}
    {%- do dbt_wap.unsupported("comparable_type") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__comparable_type(before, after) %}
    {%- set families = [
        ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
         "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL"],
        ["DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"],
        ["VARCHAR", "ENUM"],
    ] -%}
    {%- for family in families -%}
        {%- if before.split("(")[0] in family and after.split("(")[0] in family -%}
            {%- do return("native") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return("native" if before == after else "text") -%}
{% endmacro %}
