{#
    Return true for a node with `meta.dbt_wap.reads_prod: true`, which may read prod instead of the candidate. Pure:
    reads the graph.
#}
{% macro can_read_prod(unique_id) %}
    {%- set own = dbt_wap.own_options(graph.nodes.get(unique_id)) -%}
    {%- do return(own is mapping and own.get("reads_prod") is true) -%}
{% endmacro %}
