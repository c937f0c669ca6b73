{#
    Return the relations of prod whose changes since the clone count as late writes: {relation key: true}, or none for
    all relations. They are the relations that the run built, those that its publish replaces or drops, and the inputs
    of the candidate. If a publish swaps whole schemas, everything in them counts. Reads only.
#}
{% macro drift_keys(run, entries) %}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "schemas" -%} {%- do return(none) -%} {%- endif -%}
    {%- set keys, selected = {}, run["options"].get("selected") -%}
    {%- for entry in entries if entry["publish"] in ["create", "replace", "drop"] -%}
        {%- do keys.update({dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]): true}) -%}
    {%- endfor -%}
    {%- for key, node in dbt_wap.nodes_by_key().items() if selected is none or node.unique_id in selected -%}
        {%- do keys.update({key: true}) -%}
    {%- endfor -%}
    {%- if selected is not none -%}
        {%- for key in dbt_wap.parent_keys(selected + dbt_wap.get_results(run)["tests"].keys() | list) -%}
            {%- do keys.update({key: true}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(keys) -%}
{% endmacro %}
