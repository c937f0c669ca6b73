{# The qualified name of a state table (runs, events, results, fingerprints, reports, or the lock). #}
{% macro state_table(name) %}
    {%- set place = dbt_wap.state_place() -%}
    {%- do return(dbt_wap.relation_name(place["database"], place["schema"], dbt_wap.stored_name(name))) -%}
{% endmacro %}
