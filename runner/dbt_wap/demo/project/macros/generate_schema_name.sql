{# Use the configured schema name without a prefix; dbt-wap turns it into the audit schema in an audit build. #}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{- dbt_wap.audit_schema_name((custom_schema_name or target.schema) | trim, node) -}}
{% endmacro %}
