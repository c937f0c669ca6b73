{#
    Return the approval rule of the current target: {approvers: [{name or group, identity: [kinds] or none}], or [] for
    anyone, min_approvals, forbid_self_approval}. A run keeps the rule that its audit recorded; see rule_of. Refuse the
    audit target if wap_targets is set: it has no rule of the target that it builds for. Pure.
#}
{% macro approval_rule() %}
    {%- if dbt_wap.get_var("wap_targets") and target.name == dbt_wap.get_var("wap_audit_target") -%}
        {%- do dbt_wap.refuse(
            "approval_rule",
            "the target " ~ target.name ~ " builds for other targets and has no approval rule; use the target that the"
            ~ " run is published to",
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- set approvers = [] -%}
    {%- for written in dbt_wap.get_var("wap_approvers") -%}
        {%- set entry = written if written is mapping else {"name": written} -%}
        {%- set kinds = entry.get("identity") -%}
        {%- set kind = "group" if "group" in entry else "name" -%}
        {%- do approvers.append({kind: entry[kind], "identity": [kinds] if kinds is string else kinds}) -%}
    {%- endfor -%}
    {%- do return(
        {
            "approvers": approvers,
            "min_approvals": dbt_wap.get_var("wap_min_approvals"),
            "forbid_self_approval": dbt_wap.get_var("wap_forbid_self_approval"),
        }
    ) -%}
{% endmacro %}
