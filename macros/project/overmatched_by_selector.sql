{#
    The fqn selectors of the nodes that dbt would take along when it is given the fqn of these nodes: it takes a name
    for a folder as well, so a model marts.sql would bring all of marts/ with it. Pure: reads the graph.
#}
{% macro overmatched_by_selector(unique_ids) %}
    {%- set names, chosen, caught = {}, {}, [] -%}
    {%- for unique_id in unique_ids -%} {%- do chosen.update({unique_id: true}) -%} {%- endfor -%}
    {%- for node in dbt_wap.selected_nodes(unique_ids) -%}
        {%- do names.update({node.fqn | join("."): true}) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.unique_id not in chosen -%}
        {%- set parts = (node.fqn | join(".")).split(".") -%}
        {%- set at = namespace(caught=false) -%}
        {%- for last in range(1, parts | length) -%}
            {%- if parts[:last] | join(".") in names or parts[1 : last + 1] | join(".") in names -%}
                {%- set at.caught = true -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if at.caught -%} {%- do caught.append(node.fqn | join(".")) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(caught) -%}
{% endmacro %}
