{#
    Return the relations of prod that a candidate needs before dbt builds it, in build order: [{key, database, name,
    ..}]. The other fields depend on the strategy. If it copies relations: {prod, audit, how: rows|shape|view}. If it
    clones schemas: all relations of prod, as relations_of returns them, with {rebuilt: the run builds it, stands_in: a
    model that the run does not build}. relations: those of prod, from relations_of; nodes: by_key of project_facts.
    Reads only.
#}
{% macro clone_plan(pairs, relations, nodes, selected, full_refresh) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__clone_plan", "dbt_wap")(
            pairs=pairs, relations=relations, nodes=nodes, selected=selected, full_refresh=full_refresh
        )
    ) -%}
{% endmacro %}
