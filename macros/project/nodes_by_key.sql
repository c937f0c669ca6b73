{#
    Return the project's tables and views in build order, as {relation key under the prod name: node}. Use by_key of
    project_facts if the operation has read these. Pure: reads the graph.
#}
{% macro nodes_by_key() %} {%- do return(dbt_wap.project_facts()["by_key"]) -%} {% endmacro %}
