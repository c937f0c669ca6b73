{# Return what a rollback does to each pair, in the form of publish_plan. Reads only. #}
{% macro rollback_plan(run) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__rollback_plan", "dbt_wap")(run=run)) -%}
{% endmacro %}
