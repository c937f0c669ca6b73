{#
    Do not copy a table that the run builds from scratch. If only part of the project is selected, copy its columns
    without rows, so that the unselected views can be created. Leave out a view that prod itself cannot read. Atomic:
    yes, reads of the catalog.
#}
{% macro duckdb__relation_copy__clone_plan(pairs, relations, nodes, selected, full_refresh) %}
    {%- set existing, chosen_ids, plan = {}, {}, [] -%}
    {%- for relation in relations -%} {%- do existing.update({relation["key"]: relation}) -%} {%- endfor -%}
    {%- set ids = nodes.values() | map(attribute="unique_id") | list -%}
    {%- for unique_id in (ids if selected is none else selected) -%}
        {%- do chosen_ids.update({unique_id: true}) -%}
    {%- endfor -%}
    {%- set partial = ids | reject("in", chosen_ids) | list -%}
    {%- set broken = dbt_wap.unreadable_views(relations) if partial else {} -%}
    {%- for key, node in nodes.items() if key in existing -%}
        {%- set relation = existing[key] -%}
        {%- set chosen = node.unique_id in chosen_ids -%}
        {%- if relation["kind"] == "view" -%}
            {%- set how = "view" if partial and key not in broken else none -%}
        {%- elif chosen and dbt_wap.is_built_from_scratch(node, full_refresh) -%}
            {%- set how = "shape" if partial else none -%}
        {%- else -%} {%- set how = "rows" -%}
        {%- endif -%}
        {%- if how -%}
            {%- do plan.append(
                {
                    "key": key,
                    "database": relation["database"],
                    "prod": relation["schema"],
                    "audit": relation["pair"]["audit"],
                    "name": relation["name"],
                    "how": how,
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(plan) -%}
{% endmacro %}
