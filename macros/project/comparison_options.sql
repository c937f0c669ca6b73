{#
    Return how to compare a relation, from `meta.dbt_wap` of its node: {ignore: [columns], tolerance: {column or "*":
    number}, filter: SQL condition or none, mask: [columns] or ["*"], samples: whether the report may show values}.
    Expects options that check_options has accepted. Pure.
#}
{% macro comparison_options(node) %}
    {%- set own = dbt_wap.own_options(node) -%}
    {%- set tolerance = own.get("tolerance") -%}
    {%- set mask = own.get("mask") or [] -%}
    {%- if mask is boolean -%} {%- set mask = ["*"] if mask else [] -%} {%- endif -%}
    {%- set masked = [mask] if mask is string else mask | list -%}
    {%- set tags = dbt_wap.get_var("wap_mask_tags") -%}
    {%- for column in ((node.columns if node else none) or {}).values() -%}
        {%- set tags_of = (column.get("tags") or []) + ((column.get("config") or {}).get("tags") or []) -%}
        {%- set tagged = tags_of | select("in", tags) | list -%}
        {%- if tagged or dbt_wap.own_options(column).get("mask") -%}
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
            "samples": own.get("samples", true) and dbt_wap.get_var("wap_samples"),
        }
    ) -%}
{% endmacro %}
