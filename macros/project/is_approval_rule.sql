{# Return true if a value has the shape of an answer of approval_rule. Pure. #}
{% macro is_approval_rule(value) %}
    {%- if value is not mapping -%} {%- do return(false) -%} {%- endif -%}
    {%- set least, approvers = value.get("min_approvals"), value.get("approvers") -%}
    {%- if least is not integer or least is boolean or least < 1 or value.get("forbid_self_approval") is not boolean -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- do return(dbt_wap.are_approvers(approvers)) -%}
{% endmacro %}
