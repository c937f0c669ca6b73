{#
    Return true while dbt builds the candidate: with `--vars '{dbt_wap_audit: true}'`, or with the target that the var
    wap_audit_target names. Pure.
#}
{% macro is_audit() %}
    {%- do return(dbt_wap.get_var("dbt_wap_audit") or target.name == dbt_wap.get_var("wap_audit_target")) -%}
{% endmacro %}
