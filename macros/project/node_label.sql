{#
    Return the name of a node of the lineage for people: schema.name of a relation in prod or of a source, otherwise its
    label or name. kind: from lineage_graph. Pure: reads the graph.
#}
{% macro node_label(unique_id, kind) %}
    {%- set node = dbt_wap._node_of_kind(unique_id, kind) or {} -%}
    {%- if kind == "source" and dbt_wap.is_in_files(node) -%}
        {%- do return(node.source_name ~ "." ~ node.name) -%}
    {%- elif kind == "source" -%}
        {%- set place = dbt_wap.stored_place_of(node) -%} {%- do return(place["schema"] ~ "." ~ place["name"]) -%}
    {%- elif node and kind in ["model", "seed", "snapshot"] -%}
        {%- set place = dbt_wap.prod_place_of(node) -%} {%- do return(place["schema"] ~ "." ~ place["name"]) -%}
    {%- endif -%}
    {%- do return(node.get("label") or node.get("name") or unique_id) -%}
{% endmacro %}

{# Return the node of the graph, or none. #}
{% macro _node_of_kind(unique_id, kind) %}
    {%- set groups = {"source": "sources", "exposure": "exposures", "metric": "metrics"} -%}
    {%- do groups.update({"saved_query": "saved_queries", "semantic_model": "semantic_models"}) -%}
    {%- do return((graph[groups.get(kind, "nodes")] or {}).get(unique_id)) -%}
{% endmacro %}
