{#
    Answer whether this person may approve a run: {run_id, allowed, conditions: from approval_conditions, approvals:
    given so far, needed: how many, rule, overridable: the gates that block the run and can be overridden}. Print the
    conditions. Reads only. A run-operation.
#}
{% macro can_approve(run=none, override=[], context=none) %}
    {%- set found = dbt_wap.run_to_decide(dbt_wap.get_state(run=run, exact=true), run, override) -%}
    {%- set report = dbt_wap.stored_report(found)["report"] if found["status"] == "audit_failed" else none -%}
    {%- set overridable = (report or {}).get("overridable") or [] -%}
    {%- set rule = dbt_wap.rule_of(found) -%}
    {%- set conditions = dbt_wap.approval_conditions(found, context, override, overridable) -%}
    {%- for each in conditions -%}
        {%- do dbt_wap.say(("ok    " if each["holds"] else "fail  ") ~ each["text"]) -%}
    {%- endfor -%}
    {%- do dbt_wap.answer(
        context,
        {
            "run_id": found["run_id"],
            "allowed": conditions | rejectattr("holds") | list == [],
            "conditions": conditions,
            "approvals": dbt_wap.approvals_of(found, rule),
            "needed": dbt_wap.approvals_needed(found, rule),
            "rule": rule,
            "overridable": overridable,
        },
    ) -%}
{% endmacro %}
