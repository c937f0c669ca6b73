{#
    The last step of any generate_schema_name: the identity outside the audit mode, the audit name of the same schema
    inside it and for the views that are being prepared (var dbt_wap_views). Pure: dbt calls it while parsing.
#}
{% macro audit_schema_name(name, node=none) %}
    {%- set name = name | trim -%}
    {%- set prepared = node and node.unique_id in dbt_wap.get_var("dbt_wap_views") -%}
    {%- if not (dbt_wap.is_audit() or prepared) or dbt_wap.is_excluded(name) -%}
        {%- do return(name) -%}
    {%- endif -%}
    {%- do return(dbt_wap.audit_name_of(name)) -%}
{% endmacro %}
