{# Return the qualified name of a state table or of the lock. Pure. #}
{% macro state_table(name) %}
    {%- set place = dbt_wap.state_place() -%}
    {%- do return(dbt_wap.relation_name(place["database"], place["schema"], dbt_wap.stored_name(name))) -%}
{% endmacro %}
