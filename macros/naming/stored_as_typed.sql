{# The stored form of a name as a person types it in SQL: exact in double quotes, folded by the engine without. Pure. #}
{% macro stored_as_typed(name) %}
    {%- set quoted = name | length > 1 and name.startswith('"') and name.endswith('"') -%}
    {%- do return(name[1:-1].replace('""', '"') if quoted else dbt_wap.stored_name(name)) -%}
{% endmacro %}
