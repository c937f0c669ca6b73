{#
    run-operation: records a yes to the candidate as it was audited; refuses when that is not the report that was `seen`
    (its created_at). A run that nothing but gates has blocked can be approved by naming them all in `override`, with a
    reason. Prod is not touched; approved already: nothing to do.
#}
{% macro approve(run=none, reason=none, seen=none, override=[], context=none) %}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- set wanted = ["audit_failed"] if override else ["awaiting_approval"] -%}
    {%- set found = dbt_wap.find_run(state, "approve", run, none if run else wanted, or_none=true) or dbt_wap.find_run(state, "approve") -%}
    {%- set overridden = dbt_wap._check_override(found, override, reason) if override and found["status"] in ["audit_failed", "awaiting_approval"] else false -%}
    {%- if (found["status"] == "awaiting_approval" or overridden) and not found.get("expired") -%}
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
                    found["run_id"], "approved", "approved", dbt_wap.actor_of(context), {"reason": reason, "override": override}
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

{# True where these gates, and nothing else, have blocked the run; refuses otherwise. #}
{% macro _check_override(run, override, reason) %}
    {%- set id, report = run["run_id"], dbt_wap.get_report(run["run_id"]) -%}
    {%- set open = (report or {}).get("overridable", []) -%}
    {%- set unknown = override | reject("in", dbt_wap.gate_names()) | list -%}
    {%- set fault = none -%}
    {%- if unknown -%}
        {%- set fault = "there is no gate " ~ unknown | join(", ") ~ "; there are " ~ dbt_wap.gate_names() | join(", ") -%}
    {%- elif not (reason or "") | trim -%} {%- set fault = "an override needs a reason" -%}
    {%- elif override | reject("in", open) | list and run["status"] == "awaiting_approval" -%}
        {%- set fault = override | join(", ") ~ " did not block run " ~ id ~ ": there is nothing to override" -%}
    {%- endif -%}
    {%- if fault -%} {%- do dbt_wap.refuse("approve", fault, next="wap report " ~ id) -%} {%- endif -%}
    {%- if not open or open | reject("in", override) | list -%}
        {%- do dbt_wap.refuse(
            "approve",
            "run " ~ id ~ " stays blocked: " ~ (
                "by " ~ open | reject("in", override) | join(", ") ~ " too" if open else "not by gates alone, and only gates can be overridden: " ~ run["reason"]
            ),
            next="wap approve " ~ id ~ " --override " ~ open | join(" --override ") ~ " --reason ..." if open else "wap report " ~ id,
            code="blocked",
        ) -%}
    {%- endif -%}
    {%- do return(true) -%}
{% endmacro %}
