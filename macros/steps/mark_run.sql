{#
    run-operation: records what happened to a run outside the warehouse: build_died, hook_failed, audit_died,
    interrupted or stale, with its reason, where the run's status allows it. Nothing that leads to prod can be said
    with it.
#}
{% macro mark_run(run, event, reason, context=none) %}
    {%- set events = ["build_died", "hook_failed", "audit_died", "interrupted", "stale"] -%}
    {%- if event not in events -%}
        {%- do dbt_wap.refuse(
            "mark_run", 'the event must be one of ' ~ events | join(", ") ~ ', got "' ~ event ~ '"', next="wap status"
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.hold_lock("mark_run", context) -%}
    {%- set found = dbt_wap.find_run(dbt_wap.get_state(run=run), "mark_run", run) -%}
    {%- do dbt_wap.execute_statements([dbt_wap.event_statement(found, event, context, {"reason": reason})]) -%}
    {%- do dbt_wap.end_step() -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "status": found["status"]}) -%}
{% endmacro %}
