{#
    Return the project's tables and views in build order, as {relation key under the prod name: node}. Pure: reads the
    graph.
#}
{% macro nodes_by_key() %}
    {%- set left = namespace(nodes=[]) -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot"] -%}
        {%- do left.nodes.append(node) -%}
    {%- endfor -%}
    {%- set keyed = {} -%}
    {%- set done = {} -%}
    {%- for _ in left.nodes if left.nodes -%}
        {%- set later = [] -%}
        {%- for node in left.nodes -%}
            {%- set waits = [] -%}
            {%- for parent in node.depends_on.nodes or []
                if parent in graph.nodes and parent not in done and graph.nodes[parent].resource_type != "test"
            -%}
                {%- do waits.append(parent) -%}
            {%- endfor -%}
            {%- if waits -%} {%- do later.append(node) -%}
            {%- else -%}
                {%- do done.update({node.unique_id: true}) -%}
                {%- if dbt_wap.is_relational(node) and not dbt_wap.is_excluded(dbt_wap.prod_schema_of(node)) -%}
                    {%- do keyed.update({dbt_wap.node_key(node): node}) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set left.nodes = later -%}
    {%- endfor -%}
    {%- do return(keyed) -%}
{% endmacro %}
