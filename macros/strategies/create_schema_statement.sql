{# Build a CREATE SCHEMA statement. Pure. #}
{% macro create_schema_statement(database, schema) -%}
    create schema {{ dbt_wap.relation_name(database, schema) }}
{%- endmacro %}
