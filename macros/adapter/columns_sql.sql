{# Build the query of list_columns for one database: places in it. Pure. #}
{% macro columns_sql(places) %}
    {%- do return(adapter.dispatch("columns_sql", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__columns_sql(places) %} {%- do dbt_wap.unsupported("columns_sql") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__columns_sql(places) %}
    {%- set sql %}
        select database_name as database, schema_name as schema, table_name as relation, column_name as name,
            data_type as type, is_nullable as nullable
        from duckdb_columns()
        where {{ dbt_wap._duckdb_in_places(places) }}
        order by table_oid, column_index
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__columns_sql(places) %}
    {%- set schemas = places | map(attribute="schema") | list -%}
    {%- do return(dbt_wap._snowflake_part_sql("columns", places[0]["database"], schemas)) -%}
{% endmacro %}
