{#
    Drop every candidate of this command's environment (var wap_env), also one that needs approval or is approved; with
    `lapsed`, only those that expired (see is_lapsed). Refuse if the command names no environment, or if a run of it is
    being published. Nothing to do without a candidate. Answer the runs. Prod is not touched. A run-operation.
#}
{% macro drop_env(lapsed=false, context=none) %}
    {%- set env, over = dbt_wap.get_var("wap_env"), ["published", "rolled_back", "discarded"] -%}
    {%- if not env -%}
        {%- do dbt_wap.refuse("drop_env", "no environment is named (var wap_env)", next="wap env list") -%}
    {%- endif -%}
    {%- set state = dbt_wap.locked_state("drop_env", context) -%}
    {%- set dropped, statements = [], [] -%}
    {%- set reason = "it expired" if lapsed else "environment " ~ env ~ " was dropped" -%}
    {%- for run in dbt_wap.runs_of_env(state) | rejectattr("status", "in", over) -%}
        {%- if run["status"] in ["publishing", "publish_interrupted"] and not lapsed -%}
            {%- do dbt_wap.refuse_unfinished("drop_env", run) -%}
        {%- elif dbt_wap.is_lapsed(run) or not lapsed -%}
            {%- do dropped.append(run["run_id"]) -%}
            {%- do statements.extend(dbt_wap.discard_statements(run, context, reason)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if statements -%} {%- do dbt_wap.execute_statements(statements) -%} {%- endif -%}
    {%- do dbt_wap.end_step() -%}
    {%- set told = dropped | join(", ") ~ " discarded" if dropped else "nothing to drop" -%}
    {%- do dbt_wap.say("environment " ~ env ~ ": " ~ told) -%}
    {%- do dbt_wap.answer(context, {"dropped": dropped}) -%}
{% endmacro %}
