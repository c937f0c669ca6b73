{# The columns of the schemas as [{schema, relation, name, type, nullable}], in order. Reads only. #}
{% macro list_columns(database, schemas) %}
    {%- do return(adapter.dispatch("list_columns", "dbt_wap")(database=database, schemas=schemas)) -%}
{% endmacro %}

{% macro default__list_columns(database, schemas) %}
    {%- do dbt_wap.unsupported("list_columns") -%}
{% endmacro %}

{# Atomic: yes, one query of the catalog. #}
{% macro duckdb__list_columns(database, schemas) %}
    {%- set wanted = [] -%}
    {%- for schema in schemas -%}
        {%- do wanted.append(dbt_wap.text_literal(schema | lower)) -%}
    {%- endfor -%}
    {%- do return(
        dbt_wap.rows_of(
            "select schema_name as schema, table_name as relation, column_name as name, data_type as type,"
            ~ " is_nullable as nullable from duckdb_columns() where database_name = "
            ~ dbt_wap.text_literal(database) ~ " and lower(schema_name) in ("
            ~ (wanted | join(", ") or "''") ~ ") order by table_oid, column_index"
        )
    ) -%}
{% endmacro %}
