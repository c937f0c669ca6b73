{#
    Return the limits of a gate for a node, as [{level: "block" or "warn", limit}], from `meta.dbt_wap` of the column,
    or else of the node, or else from the var wap_<gate>. A plain value blocks. Pure.
#}
{% macro gate_limits(node, gate, column=none) %}
    {%- set value = dbt_wap.own_options(node).get(gate) -%}
    {%- if value is none -%} {%- set value = dbt_wap.get_var("wap_" ~ gate) -%} {%- endif -%}
    {%- for known in ((node.columns if node and column else none) or {}).values() -%}
        {%- set own = dbt_wap.own_options(known).get(gate) -%}
        {%- if own is not none and dbt_wap.fold(column) in dbt_wap.folded_names([known.name]) -%}
            {%- do return(dbt_wap.limits_of(own)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(dbt_wap.limits_of(value)) -%}
{% endmacro %}
