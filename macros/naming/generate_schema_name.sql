{#
    For projects without a generate_schema_name of their own: dbt's naming, then audit_schema_name.
    dbt only honours it through a macro of the same name in the root project (README, "Install").
#}
{% macro generate_schema_name(custom_schema_name=none, node=none) %}
    {%- do return(
        dbt_wap.audit_schema_name(dbt.generate_schema_name(custom_schema_name, node) | trim, node)
    ) -%}
{% endmacro %}
