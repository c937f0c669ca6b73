{#
    Return what an operation needs to know about the project, read in one pass: {naming: from naming; nodes: {unique id:
    fact} of the tables and views in build order; tests, sources: the same of these; by_key: {relation key: node} of the
    tables and views that are not excluded, in build order}. A fact is described in node_facts. Read it once per
    operation and hand it down. Pure: reads the graph.
#}
{% macro project_facts() %}
    {%- set naming, leaves = dbt_wap.naming(), [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" -%}
        {%- do leaves.append(node) -%}
    {%- endfor -%}
    {%- do leaves.extend(graph.sources.values()) -%}
    {%- set groups, by_key = {"test": {}, "source": {}, "model": {}}, {} -%}
    {%- for fact in dbt_wap.node_facts(dbt_wap.build_order() + leaves, naming) -%}
        {%- set node = fact["node"] -%}
        {%- do groups.get(node.resource_type | string, groups["model"]).update({node.unique_id: fact}) -%}
    {%- endfor -%}
    {%- for fact in groups["model"].values() if not fact["excluded"] -%}
        {%- do by_key.update({fact["key"]: fact["node"]}) -%}
    {%- endfor -%}
    {%- do return(
        {
            "naming": naming,
            "nodes": groups["model"],
            "tests": groups["test"],
            "sources": groups["source"],
            "by_key": by_key,
        }
    ) -%}
{% endmacro %}
