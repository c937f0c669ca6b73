{#
    Return `meta.dbt_wap` of a node or column, from its config or its properties; {} if it is missing or not a mapping.
    Pure.
#}
{% macro own_options(node) %}
    {%- set meta = node.get("meta") or {} if node else {} -%}
    {%- set meta = dict(meta, **((node.get("config") or {}).get("meta") or {})) if node else {} -%}
    {%- set own = meta["dbt_wap"] if "dbt_wap" in meta else {} -%}
    {%- do return(own if own is mapping else {}) -%}
{% endmacro %}
