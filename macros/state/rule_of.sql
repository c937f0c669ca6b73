{#
    Return the approval rule that the last audit of a run recorded; for a run that an older dbt-wap audited, the current
    one of the target. `recorded`: return none instead of the current one. Pure.
#}
{% macro rule_of(run, recorded=false) %}
    {%- set audits = run["events"] | selectattr("event", "in", ["audited", "blocked"]) | list -%}
    {%- set rule = (audits[-1]["detail"] or {}).get("rule") if audits else none -%}
    {%- if dbt_wap.is_approval_rule(rule) -%} {%- do return(rule) -%} {%- endif -%}
    {%- do return(none if recorded else dbt_wap.approval_rule()) -%}
{% endmacro %}
