{#
    Drop the candidate of an unpublished run. Prod is not touched. Nothing to do if the run is already discarded. A
    run-operation.
#}
{% macro discard(run=none, context=none) %}
    {%- set state = dbt_wap.locked_state("discard", context, run) -%}
    {%- set found = dbt_wap.find_run(state, "discard", run, "discard") -%}
    {%- set begun = found["status"] in ["publishing", "publish_interrupted"] -%}
    {%- if found["status"] == "discarded" -%}
        {%- do dbt_wap.say("run " ~ found["run_id"] ~ " is already discarded") -%}
    {%- elif dbt_wap.can_act(found, "discard") and not (begun and dbt_wap.is_swapped(found, some=true)) -%}
        {%- do dbt_wap.execute_statements(dbt_wap.discard_statements(found, context)) -%}
        {%- do dbt_wap.say("run " ~ found["run_id"] ~ " discarded") -%}
    {%- else -%}
        {%- do dbt_wap.refuse(
            "discard",
            dbt_wap.describe_run(found) ~ " is already in prod",
            prod=dbt_wap.describe_prod(found),
            next="wap rollback " ~ found["run_id"],
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.end_step() -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "status": "discarded"}) -%}
{% endmacro %}
