{#
    What a candidate needs from prod before dbt builds it, as clone_statements, clone_faults and repoint_statements
    take it: a list of items with at least {key, database, name}; the rest is the strategy's own. Reads only.
#}
{% macro clone_plan(pairs, selected, full_refresh) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__clone_plan", "dbt_wap")(
            pairs=pairs, selected=selected, full_refresh=full_refresh
        )
    ) -%}
{% endmacro %}
