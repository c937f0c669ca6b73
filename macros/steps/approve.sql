{#
    Approve the audited candidate. If only gates block the run, it can be approved by listing all of them in `override`,
    with a reason. Refuse if the rule of the run does not allow this person to approve it, or if the candidate was
    audited again after the report that was `seen` (its created_at). Records the approval, and the run as approved once
    it has as many approvals as the rule needs; prod is not touched. Nothing to do if the run is already approved, or if
    this person has approved it. A run-operation.
#}
{% macro approve(run=none, reason=none, seen=none, override=[], context=none) %}
    {%- do dbt_wap.check_given_vars("approve", context) -%}
    {%- set state = dbt_wap.locked_state("approve", context, run) -%}
    {%- set found = dbt_wap.run_to_decide(state, run, override) -%}
    {%- set passed = found["status"] == "discarded" and found["verdict"] == "pass" -%}
    {%- set decided = found["status"] in ["approved", "publishing", "publish_interrupted", "published"] -%}
    {%- set outcome, acts, missing = none, false, 0 -%}
    {%- if passed -%}
        {%- set outcome = "run " ~ found["run_id"] ~ ": no differences from prod, nothing to approve" -%}
    {%- elif decided and not found["damage"] -%}
        {%- set by = found["approvals"] | map(attribute="by") | join(", ") -%}
        {%- set outcome = dbt_wap.describe_run(found) ~ " no longer needs approval" -%}
        {%- set outcome = outcome ~ (": approved by " ~ by if by else "") -%}
    {%- else -%}
        {%- do dbt_wap.check_can_act(found, "approve") -%}
        {%- set report = dbt_wap.checked_report(found, "approve") -%}
        {%- do dbt_wap.check_may_approve(found, "approve", context) -%}
        {%- do dbt_wap._check_override(found, report, override, reason) -%}
        {%- if seen and report["created_at"] != seen -%}
            {%- do dbt_wap.refuse(
                "approve",
                dbt_wap.describe_run(found) ~ " was audited again after this report was shown",
                next="wap report " ~ found["run_id"],
                code="stale",
            ) -%}
        {%- endif -%}
        {%- set decision = dbt_wap._decision(found, context, override, reason) -%}
        {%- set outcome, acts, missing = decision["outcome"], decision["event"] is not none, decision["missing"] -%}
        {%- if acts -%}
            {%- set detail = dbt_wap.approval_detail(found, dbt_wap.rule_of(found), context, reason, override) -%}
            {%- do dbt_wap.execute_statements(
                [dbt_wap.event_statement(found, decision["event"], context, detail)]
            ) -%}
        {%- endif -%}
    {%- endif -%}
    {%- do dbt_wap.say(outcome) -%}
    {%- do dbt_wap.end_step() -%}
    {%- set over = passed or found["status"] == "published" or missing -%}
    {%- set next = none if over else "wap publish " ~ found["run_id"] -%}
    {%- do dbt_wap.answer(
        context,
        {"run_id": found["run_id"], "outcome": outcome, "acted": acts, "missing": missing, "next": next},
    ) -%}
{% endmacro %}

{#
    Return what the approval of this person does: {event: approved, partly_approved or none if there is nothing to do,
    missing: how many approvals the run then still needs, outcome: in words}. Pure.
#}
{% macro _decision(run, context, override, reason) %}
    {%- set rule, name = dbt_wap.rule_of(run), dbt_wap.actor_of(context) -%}
    {%- set needed = dbt_wap.approvals_needed(run, rule) -%}
    {%- set given = dbt_wap.approvals_of(run, rule) -%}
    {%- set again = dbt_wap.has_approved(given, name) -%}
    {%- set count = given | length + (0 if again else 1) -%}
    {%- set missing, numbers = [needed - count, 0] | max, count ~ " of " ~ dbt_wap.counted(needed, "approval") -%}
    {%- set event = "approved" if not missing else ("partly_approved" if not again else none) -%}
    {%- set outcome = "run " ~ run["run_id"] ~ " approved" ~ (": " ~ numbers if needed > 1 else "") -%}
    {%- if not event -%}
        {%- set outcome = name ~ " has already approved run " ~ run["run_id"] ~ ": " ~ numbers ~ ", nothing to do" -%}
    {%- elif missing -%}
        {%- set left = "approver approves" if missing == 1 else missing ~ " approvers approve" -%}
        {%- set outcome = "run " ~ run["run_id"] ~ " has " ~ numbers ~ "; it can be published after another " ~ left -%}
    {%- endif -%}
    {%- do return({"event": event, "missing": missing, "outcome": outcome}) -%}
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
