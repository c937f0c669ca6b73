{# Return the schema of the state tables as the warehouse stores its name: {database, schema}. Pure. #}
{% macro state_place() %}
    {%- set place = dbt_wap.stored_place_of(
        {"database": target.database, "schema": dbt_wap.get_var("wap_state_schema"), "name": "runs"}
    ) -%}
    {%- do return({"database": place["database"], "schema": place["schema"]}) -%}
{% endmacro %}
