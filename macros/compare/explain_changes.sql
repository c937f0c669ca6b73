{#
    Return what report.json says about the lineage of a run: {lineage, reaches, origins, baseline}. entries: from
    compare_all. Pure: reads the graph.
#}
{% macro explain_changes(entries) %}
    {%- set named, changed, links = {}, {}, dbt_wap.lineage_graph() -%}
    {%- for entry in entries -%}
        {%- set unique_id = entry["unique_id"] or "relation." ~ entry["schema"] ~ "." ~ entry["name"] -%}
        {%- do named.update({unique_id: entry}) -%}
        {%- if dbt_wap._differs(entry) -%} {%- do changed.update({unique_id: true}) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(
        {
            "baseline": none,
            "lineage": dbt_wap.lineage(named, changed, links),
            "reaches": dbt_wap._reaches(changed, links),
            "origins": [],
        }
    ) -%}
{% endmacro %}

{# Return true for an entry that a publish changes. #}
{% macro _differs(entry) %}
    {%- set same = ["identical", "unchanged_definition", "not_built"] -%}
    {%- do return(entry["status"] not in same and entry["publish"] != "keep") -%}
{% endmacro %}

{# Return what is downstream of the changed relations: {models: their number, exposures, metrics, saved_queries}. #}
{% macro _reaches(changed, links) %}
    {%- set found = {"model": [], "exposure": [], "metric": [], "saved_query": []} -%}
    {%- set reached = dbt_wap.reached_nodes(changed, links["children"]) -%}
    {%- for unique_id, kind in links["kinds"].items() if unique_id in reached and kind in found -%}
        {%- do found[kind].append(unique_id) -%}
    {%- endfor -%}
    {%- do return(
        {
            "models": found["model"] | length,
            "exposures": found["exposure"],
            "metrics": found["metric"],
            "saved_queries": found["saved_query"],
        }
    ) -%}
{% endmacro %}
