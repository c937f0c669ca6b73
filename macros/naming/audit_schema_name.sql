{#
    Return the audit schema for a schema name in audit mode, and for views that the runner prepares for a publish
    (var dbt_wap_views); otherwise return the name unchanged. Call it last in your own generate_schema_name. Pure: dbt
    calls it while parsing.
#}
{% macro audit_schema_name(name, node=none) %}
    {%- set name = name | trim -%}
    {%- set audit = dbt_wap.is_audit() or (node and node.unique_id in dbt_wap.get_var("dbt_wap_views")) -%}
    {%- if not audit or dbt_wap.is_excluded(name) -%} {%- do return(name) -%} {%- endif -%}
    {%- do return(dbt_wap.audit_name_of(name)) -%}
{% endmacro %}
