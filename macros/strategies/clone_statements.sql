{# Build the statements that create the audit schemas and fill them with what the run needs from prod. Reads only. #}
{% macro clone_statements(run_id, pairs, items) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__clone_statements", "dbt_wap")(
            run_id=run_id, pairs=pairs, items=items
        )
    ) -%}
{% endmacro %}
