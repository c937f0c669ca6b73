{# Schemas are named as configured, without the prefix of the target; dbt-wap has the last word. #}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{- dbt_wap.audit_schema_name((custom_schema_name or target.schema) | trim, node) -}}
{% endmacro %}
