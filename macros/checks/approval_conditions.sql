{#
    Return the conditions under which a person (see person_of) may approve a run, as [{name, holds, text}]: status,
    gates, approver, identity, not_requester and first_time. `overridable`: the gates that block the run and can be
    overridden, from its report; `override`: those that the person overrides. Pure.
#}
{% macro approval_conditions(run, context=none, override=[], overridable=[]) %}
    {%- set rule, person = dbt_wap.rule_of(run), dbt_wap.person_of(context) -%}
    {%- set name, match = person["name"], dbt_wap.match_approver(rule, person) -%}
    {%- set own, forbids = dbt_wap.is_requester(run, name), rule["forbid_self_approval"] -%}
    {%- set given, needed = dbt_wap.approvals_of(run, rule), dbt_wap.approvals_needed(run, rule) -%}
    {%- set again, left = dbt_wap.has_approved(given, name), overridable | reject("in", override) | list -%}
    {%- set closed = run["status"] == "audit_failed" and (left or not overridable) -%}
    {%- set count = ": " ~ given | length ~ " of " ~ dbt_wap.counted(needed, "approval") -%}
    {%- set may = dbt_wap.can_act(run, "approve") -%}
    {%- set who = "anyone may approve" if not rule["approvers"] else name ~ " is an approver" -%}
    {%- set others = name ~ " is not an approver: " ~ dbt_wap.describe_approvers(rule) -%}
    {%- set requested = name ~ (" requested this run" if own else " did not request this run") -%}
    {%- set allowed = ", which the rule allows" if own and not forbids else "" -%}
    {%- set why = ": " ~ run["reason"] if run["reason"] and not may else "" -%}
    {%- set asked = ": " ~ left | join(", ") if overridable else ", and only gates can be overridden" -%}
    {%- set open = "overridden: " ~ override | join(", ") if override else "no gate blocks the run" -%}
    {%- set stated = "the run is " ~ dbt_wap.status_words(run["status"]) ~ why -%}
    {%- set stated = "the run needs approval" if run["status"] == "awaiting_approval" and may else stated -%}
    {%- do return(
        [
            {"name": "status", "holds": may, "text": stated},
            {"name": "gates", "holds": not closed, "text": "the audit blocks the run" ~ asked if closed else open},
            {"name": "approver", "holds": match["named"], "text": who if match["named"] else others},
            dbt_wap._identity_condition(person, match),
            {"name": "not_requester", "holds": not (own and forbids), "text": requested ~ allowed},
            {
                "name": "first_time",
                "holds": not again,
                "text": name ~ (" has already approved" if again else " has not approved yet") ~ count,
            },
        ]
    ) -%}
{% endmacro %}

{# Return the condition that the door is sure enough of the person. #}
{% macro _identity_condition(person, match) %}
    {%- set how = {
        "shell": "comes from a shell",
        "token": "comes from an API token",
        "password": "comes from a password",
        "proxy": "comes from a proxy",
        "slack": "comes from Slack",
    } -%}
    {%- set told = how.get(person["identity"], "comes from " ~ person["identity"]) -%}
    {%- set holds = match["sure"] or not match["named"] -%}
    {%- set wanted = match["wanted"] | unique | join(" or ") -%}
    {%- set text = "the name " ~ person["name"] ~ " " ~ told -%}
    {%- do return(
        {
            "name": "identity",
            "holds": holds,
            "text": text if holds else "the rule needs " ~ wanted ~ ", but this name " ~ told,
        }
    ) -%}
{% endmacro %}
