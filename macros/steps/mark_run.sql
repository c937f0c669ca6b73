{# run-operation (runner only): records what happened to a run outside the warehouse: a build that died, an audit that could not end. #}
{% macro mark_run(run, event, status, reason=none, context=none) %}
    {%- do dbt_wap.execute_statements(
        [dbt_wap.event_statement(run, event, status, dbt_wap.actor_of(context), {"reason": reason})]
    ) -%}
    {%- do dbt_wap.answer(context, {"run_id": run, "status": status}) -%}
{% endmacro %}
