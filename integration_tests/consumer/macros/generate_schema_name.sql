{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
