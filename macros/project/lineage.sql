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
    {%- for unique_id, kind in links["kinds"].items() if unique_id in shown -%}
        {%- do nodes.append(dbt_wap._lineage_node(unique_id, kind, entries.get(unique_id))) -%}
        {%- for parent in links["parents"][unique_id] if parent in shown -%}
            {%- do edges.append([parent, unique_id]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for unique_id in changed if unique_id not in links["kinds"] -%}
        {%- set kind = unique_id.split(".")[0] -%}
        {%- do nodes.append(dbt_wap._lineage_node(unique_id, kind, entries.get(unique_id))) -%}
    {%- endfor -%}
    {%- do return({"nodes": nodes, "edges": edges}) -%}
{% endmacro %}

{# Return one node of the lineage. Pure: reads the graph. #}
{% macro _lineage_node(unique_id, kind, entry) %}
    {%- do return(
        {
            "id": unique_id,
            "kind": kind,
            "label": dbt_wap.node_label(unique_id, kind, entry),
            "state": entry["status"] if entry else none,
            "url": graph.exposures[unique_id].url or none if kind == "exposure" else none,
        }
    ) -%}
{% endmacro %}
