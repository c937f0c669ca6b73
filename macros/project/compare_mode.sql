{#
    Return how the relation of a node is compared with prod's: "rows", or "counts" if only counts and schema are, by
    `meta.dbt_wap.compare` or else the var wap_compare. Pure: reads the graph.
#}
{% macro compare_mode(node) %}
    {%- do return(dbt_wap.own_options(node).get("compare") or dbt_wap.get_var("wap_compare")) -%}
{% endmacro %}
