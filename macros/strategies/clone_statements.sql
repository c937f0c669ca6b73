{#
    The statements that make the audit schemas and put into them what the run needs from prod. items: [{key,
    database, prod, audit, name, how: rows|shape|view}] in build order.
#}
{% macro clone_statements(run_id, pairs, items) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__clone_statements", "dbt_wap")(
            run_id=run_id, pairs=pairs, items=items
        )
    ) -%}
{% endmacro %}
