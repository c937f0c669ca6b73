{# The stored form of a name as a person types it in SQL: exact in double quotes, folded by the engine without. Pure. #}
{% macro stored_as_typed(name) %}
    {%- set exact = dbt_wap.unquoted_name(name) -%}
    {%- do return(exact if exact != name else dbt_wap.stored_name(name)) -%}
{% endmacro %}
