{# What a column of a node says in `meta.dbt_wap`, of its config or beside it. Pure: reads the graph. #}
{% macro column_options(column) %}
    {%- set meta = dict(column.get("meta") or {}, **((column.get("config") or {}).get("meta") or {})) -%}
    {%- do return(meta.get("dbt_wap") or {}) -%}
{% endmacro %}
