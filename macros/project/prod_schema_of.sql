{# Return the prod schema of a node in either mode. In audit mode it strips the audit prefix once. Pure. #}
{% macro prod_schema_of(node) %}
    {%- set prefix = dbt_wap.audit_prefix() -%}
    {%- set renamed = dbt_wap.is_audit() and dbt_wap.strategy_traits()["other_schemas"] -%}
    {%- if renamed and node.schema.startswith(prefix) and not dbt_wap.is_excluded(node.schema) -%}
        {%- do return(node.schema[prefix | length :]) -%}
    {%- endif -%}
    {%- do return(node.schema) -%}
{% endmacro %}
