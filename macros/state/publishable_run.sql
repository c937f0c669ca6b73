{#
    The run that a publish acts on: named, or the newest that can be published, else the newest. Refuses every status from
    which nothing may reach prod; no flag gets past a blocked audit. `force` lets a stale run through whose approval still
    stands. Pure: reads the state that it is given.
#}
{% macro publishable_run(state, run, need_approval, force=false) %}
    {%- set found = dbt_wap.find_run(state, "publish", run, "publish") -%}
    {%- set passed = found["status"] == "discarded" and found["verdict"] == "pass" -%}
    {%- set forced = force and found["status"] == "stale" and not found["expired"] and not found["damage"] -%}
    {%- if found["status"] == "published" or passed -%} {%- do return(found) -%} {%- endif -%}
    {%- if not forced -%} {%- do dbt_wap.check_may(found, "publish") -%} {%- endif -%}
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
