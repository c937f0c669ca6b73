{# What a rollback does to each pair, as exchange_statements takes it. Reads only. #}
{% macro rollback_plan(run) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__rollback_plan", "dbt_wap")(run=run)) -%}
{% endmacro %}
