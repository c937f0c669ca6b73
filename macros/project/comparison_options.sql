{#
    Return how to compare a relation, from `meta.dbt_wap` of its node: {ignore: [columns], tolerance: {column or "*":
    number}, filter: SQL condition or none, mask: [columns] or ["*"], samples: whether the report may show values}.
    Expects options that check_options has accepted. Pure.
#}
{% macro comparison_options(node, own=none, vars=none) %}
    {%- set own = dbt_wap.own_options(node) if own is none else own -%}
    {%- set tolerance = own.get("tolerance") -%}
    {%- set mask = own.get("mask") or [] -%}
    {%- if mask is boolean -%} {%- set mask = ["*"] if mask else [] -%} {%- endif -%}
    {%- set masked = [mask] if mask is string else mask | list -%}
    {%- set vars = dbt_wap.get_vars(["wap_mask_tags", "wap_samples"]) if vars is none else vars -%}
    {%- for column in ((node.columns if node else none) or {}).values() -%}
        {%- set config = column.get("config") or {} -%}
        {%- set tags = (column.get("tags") or []) + (config.get("tags") or []) -%}
        {%- set told = column.get("meta") or config.get("meta") -%}
        {%- set hidden = dbt_wap.own_options(column).get("mask") if told else false -%}
        {%- if hidden or tags | select("in", vars["wap_mask_tags"]) | list -%}
            {%- do masked.append(column.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set ignored = own.get("ignore") or [] -%}
    {%- do return(
        {
            "ignore": [ignored] if ignored is string else ignored,
            "tolerance": tolerance if tolerance is mapping else ({"*": tolerance} if tolerance is not none else {}),
            "filter": own.get("filter"),
            "mask": masked,
            "samples": own.get("samples", true) and vars["wap_samples"],
        }
    ) -%}
{% endmacro %}
