{# The tables and views of the schemas as [{schema, name, kind: table|view}], oldest first. Reads only. #}
{% macro list_relations(database, schemas) %}
    {%- do return(adapter.dispatch("list_relations", "dbt_wap")(database=database, schemas=schemas)) -%}
{% endmacro %}

{% macro default__list_relations(database, schemas) %}
    {%- do dbt_wap.unsupported("list_relations") -%}
{% endmacro %}

{# Atomic: yes, one query of the catalog. #}
{% macro duckdb__list_relations(database, schemas) %}
    {%- set wanted = [] -%}
    {%- for schema in schemas -%}
        {%- do wanted.append(dbt_wap.text_literal(schema | lower)) -%}
    {%- endfor -%}
    {%- set where = (
        " where database_name = " ~ dbt_wap.text_literal(database)
        ~ " and lower(schema_name) in (" ~ (wanted | join(", ") or "''") ~ ")"
    ) -%}
    {%- do return(
        dbt_wap.rows_of(
            "select * from (select schema_name as schema, table_name as name, 'table' as kind, table_oid as oid"
            ~ " from duckdb_tables()" ~ where
            ~ " union all select schema_name, view_name, 'view', view_oid from duckdb_views()" ~ where
            ~ ") order by oid"
        )
    ) -%}
{% endmacro %}
