{#
    Return true while dbt builds the candidate: with `--vars '{dbt_wap_audit: true}'`, or with the target that the var
    wap_audit_target names. Pure.
#}
{% macro is_audit() %}
    {%- set vars = dbt_wap.get_vars(["dbt_wap_audit", "wap_audit_target"]) -%}
    {%- do return(vars["dbt_wap_audit"] or target.name == vars["wap_audit_target"]) -%}
{% endmacro %}
