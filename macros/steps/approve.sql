{#
    run-operation: records a yes to the candidate as it was audited; refuses when that is not the report that was `seen`
    (its created_at). Prod is not touched; approved already: nothing to do.
#}
{% macro approve(run=none, reason=none, seen=none, context=none) %}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- set found = dbt_wap.find_run(state, "approve", run, none if run else ["awaiting_approval"], or_none=true) or dbt_wap.find_run(state, "approve") -%}
    {%- if found["status"] == "awaiting_approval" and not found.get("expired") -%}
        {%- do dbt_wap.check_lock(state, "approve", context) -%}
        {%- if seen and dbt_wap.get_report(found["run_id"])["created_at"] != seen -%}
            {%- do dbt_wap.refuse(
                "approve",
                dbt_wap.describe_run(found) ~ " was audited again after the report that was shown",
                next="wap report " ~ found["run_id"],
                code="stale",
            ) -%}
        {%- endif -%}
        {%- do dbt_wap.execute_statements(
            [
                dbt_wap.event_statement(
                    found["run_id"], "approved", "approved", dbt_wap.actor_of(context), {"reason": reason}
                )
            ]
        ) -%}
        {%- do dbt_wap.say("run " ~ found["run_id"] ~ " is approved") -%}
    {%- elif found["status"] in ["approved", "publishing", "publish_interrupted", "published"] and not found["expired"] -%}
        {%- do dbt_wap.say(dbt_wap.describe_run(found) ~ " needs no approval any more") -%}
    {%- elif found["status"] == "discarded" and found["verdict"] == "pass" -%}
        {%- do dbt_wap.say(dbt_wap.describe_run(found) ~ ": nothing differed from prod, nothing to approve") -%}
    {%- else -%}
        {%- set code = "stale" if found.get("expired") else {"audit_failed": "blocked", "failed": "blocked", "writing": "blocked", "rejected": "rejected"}.get(found["status"], "stale") -%}
        {%- do dbt_wap.refuse(
            "approve",
            dbt_wap.describe_run(found) ~ " cannot be approved" ~ (": it expired at " ~ found["expires_at"] if found.get("expired") else "")
            ~ (": " ~ found["reason"] if found["reason"] else ""),
            next="wap audit " ~ found["run_id"] if found["status"] == "writing" else "wap run",
            code=code,
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"]}) -%}
{% endmacro %}
