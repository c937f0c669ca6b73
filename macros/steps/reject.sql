{#
    Reject the candidate and record the reason. The candidate is kept until the next run or discard, so that you can
    inspect it; prod is not touched. A run-operation.
#}
{% macro reject(run=none, reason=none, context=none) %}
    {%- if not (reason or "") | trim -%}
        {%- do dbt_wap.refuse("reject", "a rejection requires a reason", next='wap reject --reason "..."') -%}
    {%- endif -%}
    {%- set state = dbt_wap.locked_state("reject", context, run) -%}
    {%- set found = dbt_wap.find_run(state, "reject", run, "reject") -%}
    {%- set outcome = dbt_wap.describe_run(found) ~ ": nothing to do" -%}
    {%- set acts = dbt_wap.can_act(found, "reject") -%}
    {%- if acts -%}
        {%- do dbt_wap.execute_statements([dbt_wap.event_statement(found, "rejected", context, {"reason": reason})]) -%}
        {%- set outcome = "run " ~ found["run_id"] ~ " rejected: " ~ reason -%}
    {%- elif found["status"] != "rejected" -%}
        {%- do dbt_wap.refuse(
            "reject",
            dbt_wap.describe_run(found) ~ " does not need approval",
            prod=dbt_wap.describe_prod(found),
            next="wap status " ~ found["run_id"],
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.say(outcome) -%}
    {%- do dbt_wap.end_step() -%}
    {%- do dbt_wap.answer(
        context, {"run_id": found["run_id"], "outcome": outcome, "acted": acts, "missing": 0, "next": none}
    ) -%}
{% endmacro %}
