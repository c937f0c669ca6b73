{# `meta.dbt_wap` of a node or column, of its config or beside it, as it is written; {} where there is none. Pure: reads the graph. #}
{% macro written_options(node) %}
    {%- set meta = dict(node.get("meta") or {}, **((node.get("config") or {}).get("meta") or {})) -%}
    {%- do return(meta["dbt_wap"] if "dbt_wap" in meta else {}) -%}
{% endmacro %}
