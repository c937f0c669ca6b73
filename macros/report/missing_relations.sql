{#
    What the candidate lacks, as [{unique_id, schema, name}]: relations of the project that prod has, and those that the
    run has built, prod or no prod. A materialization that is not dbt's own may make no relation at all. entries, facts:
    of compare_all. Pure.
#}
{% macro missing_relations(entries, facts) %}
    {%- set missing, there = [], [] -%}
    {%- for entry in entries -%}
        {%- do there.append(dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"])) -%}
        {%- if entry["publish"] == "missing" -%} {%- do missing.append(entry) -%} {%- endif -%}
    {%- endfor -%}
    {%- set makers = ["table", "view", "incremental", "seed", "snapshot", "materialized_view", "dynamic_table"] -%}
    {%- for key, node in facts["nodes"].items() if key not in there and node.config.materialized in makers -%}
        {%- if facts["selected"] is none or node.unique_id in facts["selected"] -%}
            {%- set place = dbt_wap.prod_place_of(node) -%}
            {%- do missing.append({"unique_id": node.unique_id, "schema": place["schema"], "name": place["name"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(missing) -%}
{% endmacro %}
