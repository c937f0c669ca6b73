{#
    Return the lineage around the relations that changed: {nodes: [{id, kind, label, state, url}], edges: [[parent,
    child]]}: the changed relations, all that is downstream of them, and all that is upstream of them up to the sources.
    `entries`: {unique id: entry of report.json}; changed: {unique id: true}; links: from lineage_graph. Pure: reads the
    graph.
#}
{% macro lineage(entries, changed, links) %}
    {%- set shown, nodes, edges = {}, [], [] -%}
    {%- do shown.update(changed) -%}
    {%- do shown.update(dbt_wap.reached_nodes(changed, links["parents"])) -%}
    {%- do shown.update(dbt_wap.reached_nodes(changed, links["children"])) -%}
    {%- for unique_id in changed if unique_id not in links["kinds"] -%}
        {%- do nodes.append(dbt_wap._lineage_node(unique_id, unique_id.split(".")[0], entries.get(unique_id))) -%}
    {%- endfor -%}
    {%- for unique_id, kind in links["kinds"].items() if unique_id in shown -%}
        {%- do nodes.append(dbt_wap._lineage_node(unique_id, kind, entries.get(unique_id))) -%}
        {%- for parent in links["parents"][unique_id] if parent in shown -%}
            {%- do edges.append([parent, unique_id]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return({"nodes": nodes, "edges": edges}) -%}
{% endmacro %}

{# Return one node of the lineage. Pure: reads the graph. #}
{% macro _lineage_node(unique_id, kind, entry) %}
    {%- set label = entry["schema"] ~ "." ~ entry["name"] if entry else dbt_wap.node_label(unique_id, kind) -%}
    {%- set url = graph.exposures[unique_id].url or none if kind == "exposure" else none -%}
    {%- set state = entry["status"] if entry else none -%}
    {%- do return({"id": unique_id, "kind": kind, "label": label, "state": state, "url": url}) -%}
{% endmacro %}
