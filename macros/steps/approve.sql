{#
    Approve the audited candidate. If only gates block the run, it can be approved by listing all of them in `override`,
    with a reason. Refuse if the candidate was audited again after the report that was `seen` (its created_at). Records
    the approval; prod is not touched. Nothing to do if the run is already approved. A run-operation.
#}
{% macro approve(run=none, reason=none, seen=none, override=[], context=none) %}
    {%- do dbt_wap.hold_lock("approve", context) -%}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- set found = dbt_wap.find_run(state, "approve", run, "reject" if not override else "approve") -%}
    {%- set passed = found["status"] == "discarded" and found["verdict"] == "pass" -%}
    {%- set decided = found["status"] in ["approved", "publishing", "publish_interrupted", "published"] -%}
    {%- set outcome, acts = "run " ~ found["run_id"] ~ " approved", not passed and not decided -%}
    {%- if passed -%}
        {%- set outcome = "run " ~ found["run_id"] ~ ": no differences from prod, nothing to approve" -%}
    {%- elif decided and not found["damage"] -%}
        {%- set outcome = dbt_wap.describe_run(found) ~ " no longer needs approval" -%}
    {%- else -%}
        {%- do dbt_wap.check_can_act(found, "approve") -%}
        {%- set report = dbt_wap.checked_report(found, "approve") -%}
        {%- do dbt_wap._check_override(found, report, override, reason) -%}
        {%- if seen and report["created_at"] != seen -%}
            {%- do dbt_wap.refuse(
                "approve",
                dbt_wap.describe_run(found) ~ " was audited again after this report was shown",
                next="wap report " ~ found["run_id"],
                code="stale",
            ) -%}
        {%- endif -%}
        {%- set detail = dict(dbt_wap.audit_hashes(found), reason=reason, override=override) -%}
        {%- do dbt_wap.execute_statements([dbt_wap.event_statement(found, "approved", context, detail)]) -%}
    {%- endif -%}
    {%- do dbt_wap.say(outcome) -%}
    {%- do dbt_wap.end_step() -%}
    {%- set next = "wap publish " ~ found["run_id"] if not passed and found["status"] != "published" else none -%}
    {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "outcome": outcome, "acted": acts, "next": next}) -%}
{% endmacro %}

{# Refuse invalid overrides, and a blocked run unless only gates block it and all of them are overridden. Pure. #}
{% macro _check_override(run, report, override, reason) %}
    {%- set id, open = run["run_id"], report.get("overridable", []) -%}
    {%- set gates = dbt_wap.gate_table().keys() | list -%}
    {%- set unknown = override | reject("in", gates) | list -%}
    {%- set fault = none -%}
    {%- if unknown -%}
        {%- set fault = "unknown gate " ~ unknown | join(", ") ~ "; the gates are " ~ gates | join(", ") -%}
    {%- elif override and not (reason or "") | trim -%} {%- set fault = "an override requires a reason" -%}
    {%- elif override | reject("in", open) | list and run["status"] == "awaiting_approval" -%}
        {%- set fault = override | join(", ") ~ " did not block run " ~ id ~ ", nothing to override" -%}
    {%- endif -%}
    {%- if fault -%} {%- do dbt_wap.refuse("approve", fault, next="wap report " ~ id) -%} {%- endif -%}
    {%- set left = open | reject("in", override) | list -%}
    {%- if run["status"] == "audit_failed" and (left or not open) -%}
        {%- set others = "; only gates can be overridden: " ~ run["reason"] -%}
        {%- set why = " by " ~ left | join(", ") if open else others -%}
        {%- set flags = " --override " ~ open | join(" --override ") ~ " --reason ..." -%}
        {%- do dbt_wap.refuse(
            "approve",
            dbt_wap.describe_run(run) ~ " is still blocked" ~ why,
            next="wap approve " ~ id ~ flags if open and override else "wap report " ~ id,
            code="blocked",
        ) -%}
    {%- endif -%}
{% endmacro %}
