{#
    Drop every candidate of this command's environment (var wap_env), also one that needs approval or is approved.
    Refuse if the command names no environment, or if a run of it is being published. Nothing to do without a candidate.
    Answer the runs. Prod is not touched. A run-operation.
#}
{% macro drop_env(context=none) %}
    {%- set env, dropped = dbt_wap.get_var("wap_env"), [] -%}
    {%- if not env -%}
        {%- do dbt_wap.refuse("drop_env", "no environment is named (var wap_env)", next="wap env list") -%}
    {%- endif -%}
    {%- do dbt_wap.hold_lock("drop_env", context) -%}
    {%- set over = ["published", "rolled_back", "discarded"] -%}
    {%- set open = dbt_wap.runs_of_env(dbt_wap.get_state()) | rejectattr("status", "in", over) | list -%}
    {%- for run in open | selectattr("status", "in", ["publishing", "publish_interrupted"]) -%}
        {%- do dbt_wap.refuse(
            "drop_env",
            dbt_wap.describe_run(run) ~ " is not finished",
            prod=dbt_wap.describe_prod(run),
            next=run["next"],
            code="interrupted",
        ) -%}
    {%- endfor -%}
    {%- for run in open -%}
        {%- set reason = "environment " ~ env ~ " was dropped" -%}
        {%- do dbt_wap.execute_statements(dbt_wap.discard_statements(run, context, reason)) -%}
        {%- do dropped.append(run["run_id"]) -%}
    {%- endfor -%}
    {%- do dbt_wap.end_step() -%}
    {%- set told = dropped | join(", ") ~ " discarded" if dropped else "nothing to drop" -%}
    {%- do dbt_wap.say("environment " ~ env ~ ": " ~ told) -%}
    {%- do dbt_wap.answer(context, {"dropped": dropped}) -%}
{% endmacro %}
