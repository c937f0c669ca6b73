{#
    List everything in the prod schemas, because a clone includes all of it. `rebuilt`: dbt recreates it; `stands_in`: a
    model that this run does not build. `apart`: the role cannot replace what a clone of its schema would contain, so
    each relation is cloned separately. Refuse a view if its parked name is taken. Atomic: yes, reads of the catalog.
#}
{% macro snowflake__schema_swap__clone_plan(pairs, relations, nodes, selected, full_refresh) %}
    {%- set plan, chosen = [], {} -%}
    {%- for unique_id in selected or [] -%} {%- do chosen.update({unique_id: true}) -%} {%- endfor -%}
    {%- for relation in relations -%}
        {%- set node = nodes.get(relation["key"]) -%}
        {%- set rebuilt = node and (selected is none or node.unique_id in chosen) -%}
        {%- do plan.append(dict(relation, rebuilt=rebuilt, stands_in=node and not rebuilt)) -%}
    {%- endfor -%}
    {%- do dbt_wap._mark_apart(pairs, plan) -%}
    {%- do dbt_wap._check_parked_names(plan | rejectattr("apart") | list) -%}
    {%- do return(plan) -%}
{% endmacro %}

{#
    Add `apart` to each relation: what to create, such as `transient table`, or none. A relation in the clone of a
    schema keeps its owner, so a role that does not own it in prod cannot replace it there; a relation that is cloned
    separately belongs to the role. One schema is cloned one way. Reads only.
#}
{% macro _mark_apart(pairs, plan) %}
    {%- set prods = dbt_wap.locate(pairs, "prod") -%}
    {%- set rows = dbt_wap._snowflake_catalog(prods, "tables") -%}
    {%- set found, foreign, role = {}, [], dbt_wap.session_role(prods) -%}
    {%- set others = rows | rejectattr("owner", "equalto", role) | list -%}
    {%- set held = dbt_wap.session_rights(none, [])["all"] if others else none -%}
    {%- for row in rows -%}
        {%- set key = dbt_wap.relation_key(row["database"], row["schema"], row["name"]) -%}
        {%- set owned = row["owner"] == role or dbt_wap._snowflake_owns(held, row["database"], row["owner"]) -%}
        {%- do found.update({key: dict(row, owned=owned)}) -%}
    {%- endfor -%}
    {%- for item in plan if (item["rebuilt"] or item["stands_in"]) and not found[item["key"]]["owned"] -%}
        {%- do foreign.append(item["pair"]) -%}
    {%- endfor -%}
    {%- for item in plan -%}
        {%- set transient = "transient " if found[item["key"]]["is_transient"] == "YES" else "" -%}
        {%- do item.update({"apart": transient ~ item["kind"] if item["pair"] in foreign else none}) -%}
    {%- endfor -%}
{% endmacro %}

{# Refuse a view if something in prod already has its parked name. Pure. #}
{% macro _check_parked_names(plan) %}
    {%- set names = {} -%}
    {%- for item in plan -%} {%- do names.update({item["key"]: true}) -%} {%- endfor -%}
    {%- set views = plan | selectattr("kind", "equalto", "view") | selectattr("stands_in") | list -%}
    {%- for item in views if item["key"] ~ dbt_wap.parked_suffix() in names -%}
        {%- do dbt_wap.refuse(
            "clone",
            "the view " ~ item["schema"] ~ "." ~ item["name"] ~ " needs the name "
            ~ item["name"] ~ dbt_wap.parked_suffix()
            ~ " until it is published, but prod already has a relation with that name",
            next="wap run, after you rename that relation",
        ) -%}
    {%- endfor -%}
{% endmacro %}
