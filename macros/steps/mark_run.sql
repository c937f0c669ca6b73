{#
    Record an event that happened outside the warehouse (build_died, hook_failed, audit_died, interrupted or stale) with
    its reason, if the status of the run allows it. Cannot record an approval or a publish. A run-operation for the
    runner.
#}
{% macro mark_run(run, event, reason, context=none) %}
    {%- set events = ["build_died", "hook_failed", "audit_died", "interrupted", "stale"] -%}
    {%- if event not in events -%}
        {%- do dbt_wap.refuse(
            "mark_run", 'the event must be one of ' ~ events | join(", ") ~ ', got "' ~ event ~ '"', next="wap status"
        ) -%}
    {%- endif -%}
    {%- set of_prod = dbt_wap.transitions()[event]["of_prod"] -%}
    {%- set state = dbt_wap.locked_state("mark_run", context, run, prod=of_prod) -%}
    {%- set found = dbt_wap.find_run(state, "mark_run", run) -%}
    {%- do dbt_wap.execute_statements([dbt_wap.event_statement(found, event, context, {"reason": reason})]) -%}
    {%- do dbt_wap.end_step(prod=true) -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "status": found["status"]}) -%}
{% endmacro %}
