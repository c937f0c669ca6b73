{#
    Return how the relation of a node is compared with prod's: "rows", or "counts" if only counts and schema are, by
    `meta.dbt_wap.compare` or else the var wap_compare. vars: from get_vars, if read already. Pure: reads the graph.
#}
{% macro compare_mode(node, vars=none) %}
    {%- set own = dbt_wap.own_options(node).get("compare") -%}
    {%- do return(own or (dbt_wap.get_var("wap_compare") if vars is none else vars["wap_compare"])) -%}
{% endmacro %}
