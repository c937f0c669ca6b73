{# Return a schema name as the warehouse stores it if it is quoted like the schema of this node. Pure. #}
{% macro stored_schema(node, schema) %}
    {%- do return(schema if dbt_wap.written_parts(node)[-2].startswith('"') else dbt_wap.stored_name(schema)) -%}
{% endmacro %}
