{#
    Return what an operation needs to know about the project, read in one pass: {nodes: {unique id: {node, key: relation
    key under the prod name, prod, here: its place in prod and in this mode as the warehouse stores the names, each
    {database, schema, name}, here_key, schema: its prod schema as dbt writes it, excluded: whether that keeps its name
    in audit mode}} of the tables and views in build order; by_key: {key: node} of those that are not excluded, in build
    order; unbuilt: {key: true} of relations that the project writes or reads but does not build: stored test failures,
    and sources if a publish leaves them alone}. Read it once per operation and hand it down. Pure: reads the graph.
#}
{% macro project_facts() %}
    {%- set naming, leaves = dbt_wap.naming(), [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" -%} {%- do leaves.append(node) -%}
    {%- endfor -%}
    {%- for source in graph.sources.values() if naming["exchanges"] == "relations" -%}
        {%- do leaves.append(source) -%}
    {%- endfor -%}
    {%- set nodes, by_key, unbuilt = {}, {}, {} -%}
    {%- for fact in dbt_wap.node_facts(dbt_wap.build_order() + leaves, naming) -%}
        {%- if fact["node"].resource_type in ["test", "source"] -%}
            {%- do unbuilt.update({fact["here_key" if fact["node"].resource_type == "source" else "key"]: true}) -%}
        {%- else -%}
            {%- do nodes.update({fact["node"].unique_id: fact}) -%}
            {%- if not fact["excluded"] -%} {%- do by_key.update({fact["key"]: fact["node"]}) -%} {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for fact in nodes.values() -%} {%- do unbuilt.pop(fact["key"], none) -%} {%- endfor -%}
    {%- do return({"nodes": nodes, "by_key": by_key, "unbuilt": unbuilt}) -%}
{% endmacro %}
