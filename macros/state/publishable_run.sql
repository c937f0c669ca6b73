{#
    The run that a publish acts on: named, or the newest. Refuses every status from which nothing may reach prod; no
    flag gets past a blocked audit. Pure: reads the state that it is given.
#}
{% macro publishable_run(state, run, need_approval) %}
    {%- set live = ["approved", "awaiting_approval", "publishing", "publish_interrupted"] -%}
    {%- set found = dbt_wap.find_run(state, "publish", run, none if run else live, or_none=true) or dbt_wap.find_run(state, "publish") -%}
    {%- set id, text = found["run_id"], dbt_wap.describe_run(found) -%}
    {%- set refusals = {
        "writing": ["there was no audit of " ~ text, "wap audit " ~ id, "blocked"],
        "failed": ["the build of " ~ text ~ " failed", "wap run", "blocked"],
        "audit_failed": ["the audit of " ~ text ~ " did not pass: " ~ found["reason"], "wap report " ~ id, "blocked"],
        "rejected": [text ~ " was rejected: " ~ found["reason"], "wap run", "rejected"],
        "rolled_back": [text ~ " was rolled back; its candidate is gone", "wap run", "stale"],
    } -%}
    {%- if found["status"] in refusals -%}
        {%- set what, next, code = refusals[found["status"]] -%}
        {%- do dbt_wap.refuse("publish", what, next=next, code=code) -%}
    {%- endif -%}
    {%- if found["status"] in live and dbt_wap.is_rolling_back(found) -%}
        {%- do dbt_wap.refuse(
            "publish", "the rollback of " ~ text ~ " has begun", prod="UNKNOWN until it has ended", next="wap rollback " ~ id,
            code="interrupted",
        ) -%}
    {%- endif -%}
    {%- if found["status"] == "discarded" and found["verdict"] != "pass" -%}
        {%- do dbt_wap.refuse("publish", text ~ ": its candidate was dropped", next="wap run", code="stale") -%}
    {%- endif -%}
    {%- if found["status"] in ["awaiting_approval", "approved"] and found.get("expired") -%}
        {%- do dbt_wap.refuse(
            "publish", text ~ " expired at " ~ found["expires_at"], next="wap run", code="stale"
        ) -%}
    {%- endif -%}
    {%- if found["status"] == "awaiting_approval" and need_approval -%}
        {%- do dbt_wap.refuse("publish", text ~ " is not approved", next="wap approve " ~ id, code="waiting") -%}
    {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}
