{#
    run-operation (runner only): takes away what others were granted on a candidate that no audit follows at once, as
    diff_report does it before it compares. Prod is not touched.
#}
{% macro hide_candidate(run, context=none) %}
    {%- do dbt_wap.hold_lock("audit", context) -%}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- set found = dbt_wap.auditable_run(state, "audit", run) -%}
    {%- do dbt_wap.begin_step("audit", found["run_id"]) -%}
    {%- set taken = dbt_wap.revoke_candidate_grants(state, found) -%}
    {%- do dbt_wap.end_step() -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "taken": taken | length}) -%}
{% endmacro %}
