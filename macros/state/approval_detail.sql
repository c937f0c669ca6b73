{#
    Return the detail of an approval: what it is bound to (see audit_hashes), who gave it through which door, by which
    group of the rule, and why. `rule`: from rule_of. Pure.
#}
{% macro approval_detail(run, rule, context, reason, override=[]) %}
    {%- set person = dbt_wap.person_of(context) -%}
    {%- set detail = dict(dbt_wap.audit_hashes(run), reason=reason, override=override) -%}
    {%- do detail.update({"door": person["door"], "identity": person["identity"]}) -%}
    {%- set group = dbt_wap.match_approver(rule, person)["group"] -%}
    {%- if group -%} {%- do detail.update({"group": group}) -%} {%- endif -%}
    {%- do return(detail) -%}
{% endmacro %}
