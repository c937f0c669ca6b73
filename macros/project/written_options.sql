{#
    Return `meta.dbt_wap` of a node or column as it is written, from its config or its properties; {} if it is missing.
    Pure.
#}
{% macro written_options(node) %}
    {%- set meta = dict(node.get("meta") or {}, **((node.get("config") or {}).get("meta") or {})) -%}
    {%- do return(meta["dbt_wap"] if "dbt_wap" in meta else {}) -%}
{% endmacro %}
