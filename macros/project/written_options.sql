{# `meta.dbt_wap` of a node or column, of its config or beside it, as it is written; {} without one. Pure. #}
{% macro written_options(node) %}
    {%- set meta = dict(node.get("meta") or {}, **((node.get("config") or {}).get("meta") or {})) -%}
    {%- do return(meta["dbt_wap"] if "dbt_wap" in meta else {}) -%}
{% endmacro %}
