{# run-operation: records a no, with its reason. The candidate stays for a look until the next run or a discard. #}
{% macro reject(run=none, reason=none, context=none) %}
    {%- if not reason -%}
        {%- do dbt_wap.refuse("reject", "a rejection needs a reason", next='wap reject --reason "..."') -%}
    {%- endif -%}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- set live = ["awaiting_approval", "approved"] -%}
    {%- set found = dbt_wap.find_run(state, "reject", run, none if run else live, or_none=true) or dbt_wap.find_run(state, "reject") -%}
    {%- if found["status"] in live -%}
        {%- do dbt_wap.check_lock(state, "reject", context) -%}
        {%- do dbt_wap.execute_statements(
            [
                dbt_wap.event_statement(
                    found["run_id"], "rejected", "rejected", dbt_wap.actor_of(context), {"reason": reason}
                )
            ]
        ) -%}
        {%- do dbt_wap.say("run " ~ found["run_id"] ~ " is rejected: " ~ reason) -%}
    {%- elif found["status"] != "rejected" -%}
        {%- do dbt_wap.refuse(
            "reject", dbt_wap.describe_run(found) ~ " does not wait for a decision", next="wap status " ~ found["run_id"]
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"]}) -%}
{% endmacro %}
