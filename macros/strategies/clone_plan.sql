{#
    Return the relations of prod that a candidate needs before dbt builds it, in build order: [{key, database, name,
    ..}]. The other fields depend on the strategy. If it copies relations: {prod, audit, how: rows|shape|view}. If it
    clones schemas: all relations of prod, as relations_of returns them, with {rebuilt: the run builds it, stands_in: a
    model that the run does not build}. Reads only.
#}
{% macro clone_plan(pairs, selected, full_refresh) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__clone_plan", "dbt_wap")(
            pairs=pairs, selected=selected, full_refresh=full_refresh
        )
    ) -%}
{% endmacro %}
