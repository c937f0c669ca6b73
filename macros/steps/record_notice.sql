{#
    Record that a channel sent a message about a run (notified), or, with a `reason`, that it did not (not_notified).
    `detail`: what the channel needs to find the message again. Answer {run_id, recorded: false if the status of the
    run allows no notice}. A run-operation for the runner.
#}
{% macro record_notice(run, channel, detail={}, reason=none, context=none) %}
    {%- set state = dbt_wap.locked_state("record_notice", context, run) -%}
    {%- set found = dbt_wap.find_run(state, "record_notice", run) -%}
    {%- set event = "not_notified" if reason else "notified" -%}
    {%- set open = not found["damage"] and not found["expired"] -%}
    {%- set recorded = open and found["status"] in dbt_wap.transitions()[event]["from"] -%}
    {%- if recorded -%}
        {%- set told = dict(detail, channel=channel, reason=reason) if reason else dict(detail, channel=channel) -%}
        {%- do dbt_wap.execute_statements([dbt_wap.event_statement(found, event, context, told)]) -%}
    {%- endif -%}
    {%- do dbt_wap.end_step() -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "recorded": recorded}) -%}
{% endmacro %}
