{# The names of the schemas of a database. Reads only. #}
{% macro list_schemas(database) %}
    {%- do return(adapter.dispatch("list_schemas", "dbt_wap")(database=database)) -%}
{% endmacro %}

{% macro default__list_schemas(database) %} {%- do dbt_wap.unsupported("list_schemas") -%} {% endmacro %}

{# Atomic: yes, one query of the catalog. #}
{% macro duckdb__list_schemas(database) %}
    {%- set rows = dbt_wap.rows_of(
        "select schema_name as name from duckdb_schemas() where database_name = " ~ dbt_wap.text_literal(database)
    ) -%}
    {%- do return(rows | map(attribute="name") | list) -%}
{% endmacro %}
