{# Each place is its own schema. Atomic: yes, the caller runs them in one transaction. #}
{% macro duckdb__relation_copy__drop_statements(places) %}
    {%- do return(dbt_wap.drop_schemas_statements(places)) -%}
{% endmacro %}
