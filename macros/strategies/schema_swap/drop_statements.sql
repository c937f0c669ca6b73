{# Each place is its own schema. Atomic: no, every statement commits. #}
{% macro snowflake__schema_swap__drop_statements(places) %}
    {%- do return(dbt_wap.drop_schemas_statements(places)) -%}
{% endmacro %}
