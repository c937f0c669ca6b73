{# Return the stored form of a name as a user types it in SQL: exact if quoted, folded by the engine if not. Pure. #}
{% macro stored_as_typed(name) %}
    {%- set exact = dbt_wap.unquoted_name(name) -%}
    {%- do return(exact if exact != name else dbt_wap.stored_name(name)) -%}
{% endmacro %}
