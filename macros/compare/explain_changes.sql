{#
    Return what report.json says about where the changes of a run come from and what they reach: {baseline, lineage,
    reaches, origins}, and add `why` to the entries of the relations that changed. entries: from compare_all; results:
    from get_results; baseline: from get_baseline. Reads only.
#}
{% macro explain_changes(run, entries, results, baseline) %}
    {%- set links = dbt_wap.lineage_graph() -%}
    {%- set at = {"entries": {}, "changed": {}, "links": links, "baseline": baseline, "results": results["nodes"]} -%}
    {%- set named = dbt_wap._ids_of_removed(entries, baseline) -%}
    {%- set same = ["identical", "unchanged_definition", "not_built"] -%}
    {%- for entry in entries -%}
        {%- set unique_id = entry["unique_id"] -%}
        {%- if not unique_id -%}
            {%- set key = dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]) -%}
            {%- set unique_id = named.get(key, "relation." ~ key) -%}
        {%- endif -%}
        {%- do at["entries"].update({unique_id: entry}) -%}
        {%- if entry["status"] not in same and entry["publish"] != "keep" -%}
            {%- do at["changed"].update({unique_id: true}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set origins = dbt_wap.trace_changes(run, at) if at["changed"] else [] -%}
    {%- do return(
        {
            "baseline": baseline["run_id"],
            "lineage": dbt_wap.lineage(at["entries"], at["changed"], links),
            "reaches": dbt_wap._reaches(at["changed"], links),
            "origins": origins,
        }
    ) -%}
{% endmacro %}

{#
    Return the unique ids of removed relations, as the baseline recorded them: {relation key: unique id}. Asks only if
    there are any. Reads only.
#}
{% macro _ids_of_removed(entries, baseline) %}
    {%- set named = {} -%}
    {%- if baseline["run_id"] and entries | selectattr("status", "equalto", "removed") | list -%}
        {%- for unique_id, key in dbt_wap.recorded_places(baseline["run_id"]).items() -%}
            {%- if unique_id in baseline["nodes"] and unique_id not in graph.nodes -%}
                {%- do named.update({key: unique_id}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(named) -%}
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
