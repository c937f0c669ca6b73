{# Return true if a person of this name requested the run. Names are case-insensitive. Pure. #}
{% macro is_requester(run, name) %}
    {%- do return(dbt_wap.person_key(run["requested_by"]) == dbt_wap.person_key(name)) -%}
{% endmacro %}
