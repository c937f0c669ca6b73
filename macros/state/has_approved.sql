{# Return true if one of the approvals (see approvals_of) is by a person of this name. Pure. #}
{% macro has_approved(approvals, name) %}
    {%- for approval in approvals if dbt_wap.person_key(approval["by"]) == dbt_wap.person_key(name) -%}
        {%- do return(true) -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}
