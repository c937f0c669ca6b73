{#
    List everything in the prod schemas, because a clone includes all of it. `rebuilt`: dbt recreates it; `stands_in`: a
    model that this run does not build. Refuse a view if its parked name is taken. Atomic: yes, reads of the catalog.
#}
{% macro snowflake__schema_swap__clone_plan(pairs, selected, full_refresh) %}
    {%- set nodes, plan = dbt_wap.nodes_by_key(), dbt_wap.relations_of(pairs, "prod") -%}
    {%- for relation in plan -%}
        {%- set node = nodes.get(relation["key"]) -%}
        {%- set rebuilt = node and (selected is none or node.unique_id in selected) -%}
        {%- do relation.update({"rebuilt": rebuilt, "stands_in": node and not rebuilt}) -%}
    {%- endfor -%}
    {%- do dbt_wap._check_parked_names(plan) -%}
    {%- do return(plan) -%}
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
