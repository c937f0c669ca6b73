{#
    Drop the candidates of environments that expired: those that need approval or are approved after their expiry, and
    others wap_expire_hours after their last event. Skip an environment whose lock another process holds. Answer their
    runs. Prod is not touched. A run-operation.
#}
{% macro drop_expired(context=none) %}
    {%- do dbt_wap.answer(context, {"expired": dbt_wap._drop_expired(context)}) -%}
{% endmacro %}

{# Drop the expired candidates and return their run ids. For clean and drop_expired. #}
{% macro _drop_expired(context) %}
    {%- set tables, free = dbt_wap.state_tables(), [] -%}
    {%- set envs = dbt_wap._expired_runs() | map(attribute="env") | unique(case_sensitive=true) | list -%}
    {%- for env, lock in dbt_wap.read_locks(envs, tables).items() if not lock or lock["expired"] -%}
        {%- do free.append(env) -%}
    {%- endfor -%}
    {%- if not free -%} {%- do return([]) -%} {%- endif -%}
    {%- do dbt_wap.hold_lock("clean", context, envs=free) -%}
    {%- set dropped, statements = [], [] -%}
    {%- for run in dbt_wap._expired_runs() if run["env"] in free -%}
        {%- do statements.extend(dbt_wap.discard_statements(run, context, "it expired")) -%}
        {%- do dropped.append(run["run_id"]) -%}
    {%- endfor -%}
    {%- if statements -%} {%- do dbt_wap.execute_statements(statements) -%} {%- endif -%}
    {%- do dbt_wap.drop_own_locks(envs=free) -%}
    {%- do return(dropped) -%}
{% endmacro %}

{# Return the runs of environments whose candidate expired. #}
{% macro _expired_runs() %}
    {%- set found, since = [], dbt_wap.utc_now(plus_hours=-1 * dbt_wap.get_var("wap_expire_hours")) -%}
    {%- set kept = ["awaiting_approval", "approved", "publishing", "publish_interrupted"] -%}
    {%- set kept = kept + ["published", "rolled_back", "discarded"] -%}
    {%- for run in dbt_wap.get_state()["runs"] | selectattr("env") | rejectattr("status", "in", kept) -%}
        {%- if run["expired"] or run["events"][-1]["at"] < since -%}
            {%- do found.append(run) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
