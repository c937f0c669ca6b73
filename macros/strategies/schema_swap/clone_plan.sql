{#
    Everything that prod's schemas hold: a clone takes it all. `rebuilt`: dbt makes it again; `stands_in`: a model
    that this run does not build. Refuses a view that would have to wait under a name that something in prod has.
    Atomic: yes, reads of the catalog.
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

{# Refuses where a view would have to wait for its publish under a name that something in prod has. #}
{% macro _check_parked_names(plan) %}
    {%- set names = {} -%}
    {%- for item in plan -%} {%- do names.update({item["key"]: true}) -%} {%- endfor -%}
    {%- set views = plan | selectattr("kind", "equalto", "view") | selectattr("stands_in") | list -%}
    {%- for item in views if item["key"] ~ dbt_wap.parked_suffix() in names -%}
        {%- do dbt_wap.refuse(
            "clone",
            "the view " ~ item["schema"] ~ "." ~ item["name"] ~ " has to wait under the name "
            ~ item["name"] ~ dbt_wap.parked_suffix() ~ ", which something else in prod has",
            next="wap run, once that has another name",
        ) -%}
    {%- endfor -%}
{% endmacro %}
