{#
    Return the schema name by dbt's default naming, or its audit schema in audit mode, for projects without their
    own generate_schema_name. dbt only uses it if a macro of the same name in the root project calls it. Pure.
#}
{% macro generate_schema_name(custom_schema_name=none, node=none) %}
    {%- do return(
        dbt_wap.audit_schema_name(dbt.generate_schema_name(custom_schema_name, node) | trim, node)
    ) -%}
{% endmacro %}
