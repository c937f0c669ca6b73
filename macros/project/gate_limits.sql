{#
    The limits of a gate for a node: [{level: "block" or "warn", limit}], of meta.dbt_wap of the column or the node,
    else of the var wap_<gate>; a plain value blocks. Pure: reads the graph.
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
