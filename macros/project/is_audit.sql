{# True while dbt builds the candidate: `--vars '{dbt_wap_audit: true}'` or the audit target. Pure. #}
{% macro is_audit() %}
    {%- do return(dbt_wap.get_var("dbt_wap_audit") or target.name == dbt_wap.get_var("wap_audit_target")) -%}
{% endmacro %}
