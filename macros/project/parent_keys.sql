{#
    Return the keys of the project's relations that these nodes and tests read: their parents, and the parents of those
    that hold no rows themselves. Pure: reads the graph.
#}
{% macro parent_keys(unique_ids) %}
    {%- set seen, keys, left = {}, [], namespace(ids=unique_ids) -%}
    {%- for _ in graph.nodes if left.ids -%}
        {%- set further = [] -%}
        {%- for node in dbt_wap.selected_nodes(left.ids) -%}
            {%- for parent in dbt_wap.selected_nodes(node.depends_on.nodes or []) if parent.unique_id not in seen -%}
                {%- do seen.update({parent.unique_id: true}) -%}
                {%- if dbt_wap.is_relational(parent) -%}
                    {%- do keys.append(dbt_wap.node_key(parent)) -%}
                {%- endif -%}
                {%- if parent.config.materialized not in ["table", "incremental", "seed", "snapshot"] -%}
                    {%- do further.append(parent.unique_id) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set left.ids = further -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
