{#
    Return the fqn selectors of nodes that dbt would select in addition to these nodes. dbt also matches a name as a
    folder, so selecting a model marts.sql would select all of marts/ too. Pure: reads the graph.
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
