{# run-operation: drops the candidate of a run that is not published. Prod is not touched; done already: nothing to do. #}
{% macro discard(run=none, context=none) %}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- do dbt_wap.check_lock(state, "discard", context) -%}
    {%- set open = ["writing", "failed", "audit_failed", "awaiting_approval", "approved", "rejected"] -%}
    {%- set found = dbt_wap.find_run(state, "discard", run, none if run else open, or_none=true) or dbt_wap.find_run(state, "discard") -%}
    {%- set unswapped = found["status"] in ["publishing", "publish_interrupted"] and not dbt_wap.is_rolling_back(found) and not dbt_wap.is_swapped(found, some=true) -%}
    {%- if found["status"] in open or unswapped -%}
        {%- set actor, statements = dbt_wap.actor_of(context), dbt_wap.drop_candidate_statements(found) -%}
        {%- if not dbt_wap.has_atomic_ddl() -%}
            {%- do statements.insert(0, dbt_wap.event_statement(found["run_id"], "discarding", "failed", actor)) -%}
        {%- endif -%}
        {%- do statements.append(
            dbt_wap.event_statement(found["run_id"], "discarded", "discarded", actor)
        ) -%}
        {%- do dbt_wap.execute_statements(statements) -%}
        {%- do dbt_wap.say("run " ~ found["run_id"] ~ " is discarded") -%}
    {%- elif found["status"] == "discarded" -%}
        {%- do dbt_wap.say("run " ~ found["run_id"] ~ " was discarded already") -%}
    {%- else -%}
        {%- do dbt_wap.refuse(
            "discard",
            dbt_wap.describe_run(found) ~ " is in prod already",
            prod="published",
            next="wap rollback " ~ found["run_id"],
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "status": "discarded"}) -%}
{% endmacro %}
