{#
    Return the expression that refers to a relation of the project: `this` for the node itself, else ref(..). Pure:
    reads the graph.
#}
{% macro ref_expression(unique_id, from_id=none) %}
    {%- set node = graph.nodes.get(unique_id) -%}
    {%- if unique_id == from_id -%} {%- do return("{{ this }}") -%} {%- endif -%}
    {%- set package = "'" ~ node.package_name ~ "', " if node and node.package_name != project_name else "" -%}
    {%- set version = ", v=" ~ node.version if node and node.version else "" -%}
    {%- do return("{{ ref(" ~ package ~ "'" ~ (node.name if node else unique_id) ~ "'" ~ version ~ ") }}") -%}
{% endmacro %}
