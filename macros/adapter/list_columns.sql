{#
    List the columns of all relations in the schemas as [{database, schema, relation, name, type, nullable}], in order.
    Reads only.
#}
{% macro list_columns(places) %}
    {%- do return(adapter.dispatch("list_columns", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__list_columns(places) %} {%- do dbt_wap.unsupported("list_columns") -%} {% endmacro %}

{# Atomic: yes, one query of the catalog. #}
{% macro duckdb__list_columns(places) %}
    {%- set sql %}
        select database_name as database, schema_name as schema, table_name as relation, column_name as name,
            data_type as type, is_nullable as nullable
        from duckdb_columns()
        where {{ dbt_wap._duckdb_in_places(places) }}
        order by table_oid, column_index
    {% endset -%}
    {%- do return(dbt_wap.rows_of(sql)) -%}
{% endmacro %}

{# Types include their length, precision and scale. Atomic: yes, one query per database. #}
{% macro snowflake__list_columns(places) %}
    {%- do return(dbt_wap._snowflake_catalog(places, "columns")) -%}
{% endmacro %}
