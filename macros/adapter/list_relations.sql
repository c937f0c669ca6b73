{#
    List the tables and views in the schemas as [{database, schema, name, kind: table|view|..}], oldest first. Reads
    only.
#}
{% macro list_relations(places) %}
    {%- do return(adapter.dispatch("list_relations", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__list_relations(places) %} {%- do dbt_wap.unsupported("list_relations") -%} {% endmacro %}

{# Atomic: yes, one query of the catalog. #}
{% macro duckdb__list_relations(places) %}
    {%- set in_places = dbt_wap._duckdb_in_places(places) -%}
    {%- set sql %}
        select * from (
            select database_name as database, schema_name as schema, table_name as name, 'table' as kind,
                table_oid as oid
            from duckdb_tables()
            where {{ in_places }}
            union all
            select database_name, schema_name, view_name, 'view', view_oid
            from duckdb_views()
            where {{ in_places }}
        ) order by oid
    {% endset -%}
    {%- do return(dbt_wap.rows_of(sql)) -%}
{% endmacro %}

{# Build a SQL condition: the catalog row is in one of the schemas. Pure. #}
{% macro _duckdb_in_places(places) -%}
    (database_name, lower(schema_name)) in (
        ('', '')
        {%- for place in places -%}
            ,
            (
                {{ dbt_wap.text_literal(place["database"]) }},
                {{ dbt_wap.text_literal(place["schema"] | lower) }}
            )
        {%- endfor -%}
    )
{%- endmacro %}

{# Dynamic, external and other special tables have their own kind. Atomic: yes, one query per database. #}
{% macro snowflake__list_relations(places) %}
    {%- set columns %}
        table_catalog as database, table_schema as schema, table_name as name,
        case
            when is_dynamic = 'YES' then 'dynamic table'
            when is_hybrid = 'YES' then 'hybrid table'
            when table_type = 'BASE TABLE' then 'table'
            else lower(table_type)
        end as kind
    {% endset -%}
    {%- set rest = "table_type not in ('TEMPORARY TABLE', 'LOCAL TEMPORARY') order by created, table_name" -%}
    {%- do return(dbt_wap._snowflake_catalog(places, "tables", columns, rest)) -%}
{% endmacro %}

{# Run a SHOW and return its rows. what: the words after SHOW; name: the object that they apply to. Reads only. #}
{% macro _snowflake_show(what, name, limit=none) %}
    {%- set sql %}
        show {{ what }} {{ name }}{% if limit %} limit {{ limit }}{% endif %}
    {% endset -%}
    {%- do return(dbt_wap.rows_of(sql)) -%}
{% endmacro %}

{#
    Return the rows of a view of INFORMATION_SCHEMA for the schemas, one database at a time. columns: the select list;
    rest: a condition and what follows it. Reads only.
#}
{% macro _snowflake_catalog(places, view, columns, rest) %}
    {%- set by_database = {} -%}
    {%- for place in places -%}
        {%- set schemas = by_database.setdefault(place["database"], []) -%}
        {%- set schema = dbt_wap.text_literal(place["schema"]) -%}
        {%- if schema not in schemas -%} {%- do schemas.append(schema) -%} {%- endif -%}
    {%- endfor -%}
    {%- set rows = [] -%}
    {%- for database, schemas in by_database | items -%}
        {%- set sql %}
            select {{ columns | trim }}
            from {{ dbt_wap.identifier(database) }}.information_schema.{{ view }}
            where table_schema in ({{ schemas | join(", ") }}) and {{ rest }}
        {% endset -%}
        {%- do rows.extend(dbt_wap.rows_of(sql)) -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}
