{#
    What a publish does to each pair, as exchange_statements takes it, from the remembered report. Refuses when a
    relation of the project is missing in the candidate. Reads only.
#}
{% macro publish_plan(pairs, report) %}
    {%- set definitions = dbt_wap.definitions_in_prod_names(pairs) -%}
    {%- set order = dbt_wap.nodes_by_key().keys() | list -%}
    {%- set plan = {} -%}
    {%- for pair in pairs -%}
        {%- do plan.update(
            {
                dbt_wap.fold(pair["prod"]): {
                    "prod": pair["prod"],
                    "source": pair["audit"],
                    "archive": pair["archive"],
                    "items": [],
                }
            }
        ) -%}
    {%- endfor -%}
    {%- for entry in report["relations"] if entry["publish"] not in ["none", "follows", "keep"] -%}
        {%- if entry["publish"] == "missing" -%}
            {%- do dbt_wap.refuse(
                "publish",
                entry["schema"] ~ "." ~ entry["name"] ~ " is missing in the candidate",
                next="wap run --supersede",
                code="blocked",
            ) -%}
        {%- endif -%}
        {%- set key = dbt_wap.relation_key(entry["schema"], entry["name"]) -%}
        {%- set before = none if entry["status"] == "added" else entry.get("kind_before", entry["kind"]) -%}
        {%- do plan[dbt_wap.fold(entry["schema"])]["items"].append(
            {
                "key": key,
                "name": entry["name"],
                "action": entry["publish"],
                "before_kind": before,
                "after_kind": none if entry["publish"] == "drop" else entry["kind"],
                "view": definitions.get(key),
                "order": order.index(key) if key in order else order | length,
            }
        ) -%}
    {%- endfor -%}
    {%- do return(plan.values() | list) -%}
{% endmacro %}
