{#
    The run that a publish acts on: named, or the newest that can be published, else the newest. Refuses every status
    from which nothing may reach prod; no flag gets past a blocked audit. A stale run whose approval still stands is
    looked at again, as what moved may be as it was. Pure: reads the state that it is given.
#}
{% macro publishable_run(state, run, need_approval) %}
    {%- set found = dbt_wap.find_run(state, "publish", run, "publish") -%}
    {%- set passed = found["status"] == "discarded" and found["verdict"] == "pass" -%}
    {%- if found["status"] == "published" or passed -%} {%- do return(found) -%} {%- endif -%}
    {%- do dbt_wap.check_can_act(found, "publish") -%}
    {%- if found["expired"] -%}
        {%- do dbt_wap.refuse(
            "publish", dbt_wap.describe_run(found) ~ ": " ~ found["reason"], next="wap run", code="stale"
        ) -%}
    {%- endif -%}
    {%- if found["status"] == "awaiting_approval" -%}
        {%- if need_approval -%}
            {%- do dbt_wap.refuse(
                "publish", dbt_wap.describe_run(found) ~ " is not approved", next=found["next"], code="waiting"
            ) -%}
        {%- endif -%}
    {%- else -%} {%- do dbt_wap.check_approval(found) -%}
    {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}
