{# Return the key of each node's relation in prod, as a run recorded it: {unique id: relation key}. Reads only. #}
{% macro recorded_places(run_id) %}
    {%- set sql %}
        select unique_id, database_name, schema_name, name
        from {{ dbt_wap.state_table("places") }}
        where run_id = {{ dbt_wap.text_literal(run_id) }}
    {% endset -%}
    {%- set keys = {} -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- set place = dbt_wap.stored_place_of(
            {"database": row["database_name"], "schema": row["schema_name"], "name": row["name"]}
        ) -%}
        {%- set key = dbt_wap.relation_key(place["database"], place["schema"], place["name"]) -%}
        {%- do keys.update({row["unique_id"]: key}) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
