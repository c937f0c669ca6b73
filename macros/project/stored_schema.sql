{# The stored form of a schema name that is written like the schema of this node: with quotes, or without. Pure. #}
{% macro stored_schema(node, schema) %}
    {%- do return(schema if dbt_wap.written_parts(node)[-2].startswith('"') else dbt_wap.stored_name(schema)) -%}
{% endmacro %}
