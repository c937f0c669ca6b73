{#
    Return the relations of prod whose changes since the clone count as late writes: {relation key: true}, or none for
    all relations. They are the relations that the run built, those that its publish replaces or drops, and the inputs
    of the candidate. If a publish swaps whole schemas, everything in them counts. nodes: from nodes_by_key, if the
    caller has them. Reads only.
#}
{% macro drift_keys(run, entries, nodes=none) %}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "schemas" -%} {%- do return(none) -%} {%- endif -%}
    {%- set keys, chosen, selected, changing = {}, {}, run["options"].get("selected"), [] -%}
    {%- for entry in entries if entry["publish"] in ["create", "replace", "drop"] -%}
        {%- do changing.append(entry) -%}
    {%- endfor -%}
    {%- for key in dbt_wap.relation_keys(changing) -%} {%- do keys.update({key: true}) -%} {%- endfor -%}
    {%- for unique_id in selected or [] -%} {%- do chosen.update({unique_id: true}) -%} {%- endfor -%}
    {%- set nodes = dbt_wap.nodes_by_key() if nodes is none else nodes -%}
    {%- for key, node in nodes.items() if selected is none or node.unique_id in chosen -%}
        {%- do keys.update({key: true}) -%}
    {%- endfor -%}
    {%- if selected is not none -%}
        {%- for key in dbt_wap.parent_keys(selected + dbt_wap.get_results(run)["tests"].keys() | list) -%}
            {%- do keys.update({key: true}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(keys) -%}
{% endmacro %}
