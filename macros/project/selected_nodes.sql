{# Return the nodes of the graph with these unique ids. Pure. #}
{% macro selected_nodes(selected) %}
    {%- set nodes = [] -%}
    {%- for unique_id in selected if unique_id in graph.nodes -%}
        {%- do nodes.append(graph.nodes[unique_id]) -%}
    {%- endfor -%}
    {%- do return(nodes) -%}
{% endmacro %}
