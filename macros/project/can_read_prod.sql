{# True for a node whose `meta.dbt_wap.reads_prod` says that it means prod, not the candidate. Pure: reads the graph. #}
{% macro can_read_prod(unique_id) %}
    {%- set own = dbt_wap.own_options(graph.nodes.get(unique_id)) -%}
    {%- do return(own is mapping and own.get("reads_prod") is true) -%}
{% endmacro %}
