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
    {%- set where = dbt_wap._duckdb_in_places(places) -%}
    {%- set sql %}
        select database, schema, name, kind
        from ({{ dbt_wap._duckdb_ddl_sql(where) }})
        order by oid
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
    {%- set found = [] -%}
    {%- set passing = ["TEMPORARY TABLE", "LOCAL TEMPORARY"] -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "tables") if row["type"] not in passing -%}
        {%- do found.append(
            {"database": row["database"], "schema": row["schema"], "name": row["name"], "kind": row["kind"]}
        ) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Run a SHOW and return its rows. what: the words after SHOW; name: the object that they apply to. Reads only. #}
{% macro _snowflake_show(what, name, limit=none) %}
    {%- set sql %}
        show {{ what }} {{ name }}{% if limit %} limit {{ limit }}{% endif %}
    {% endset -%}
    {%- do return(dbt_wap.rows_of(sql)) -%}
{% endmacro %}

{#
    Return the rows of a SHOW of objects. Refuse if they may not be all, because it lists at most 10,000. what: the
    words after SHOW. Pure.
#}
{% macro _snowflake_whole(rows, what) %}
    {%- if rows | length >= 10000 -%}
        {%- set told = "there are 10,000 or more " ~ what | trim ~ ", and SHOW lists no more than 10,000" -%}
        {%- do dbt_wap.refuse("adapter", told, next="wap doctor") -%}
    {%- endif -%}
    {%- do return(rows) -%}
{% endmacro %}

{# Run a SHOW of objects, as _snowflake_show does; refuse if it may not list all of them. Reads only. #}
{% macro _snowflake_show_whole(what, name, limit=none) %}
    {%- do return(dbt_wap._snowflake_whole(dbt_wap._snowflake_show(what, name, limit), what ~ " " ~ name)) -%}
{% endmacro %}

{#
    Return what the catalog says about the schemas: the rows of one part, in order: tables, views, columns or
    constraints. The first question about places with `seen` (see fresh_reads) reads all parts of all places of the run
    in one query per database, for those that follow. Reads only.
#}
{% macro _snowflake_catalog(places, part) %}
    {%- set wanted, rows = {}, [] -%}
    {%- for place in places -%}
        {%- do wanted.setdefault(place["database"], {}).update({place["schema"]: true}) -%}
    {%- endfor -%}
    {%- set seen = dbt_wap._snowflake_seen(places) -%}
    {%- for database, schemas in wanted | items -%}
        {%- set known = (seen or {}).get("places", {}).get(database, []) -%}
        {%- if schemas.keys() | reject("in", known) | list -%}
            {%- do rows.extend(dbt_wap.rows_of(dbt_wap._snowflake_part_sql(part, database, schemas))) -%}
        {%- else -%}
            {%- do dbt_wap._snowflake_look(seen) -%}
            {%- for row in seen["catalog"][database][part] if row["schema"] in schemas -%}
                {%- do rows.append(row) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}

{# Return what has been read of a run, if all of these places or relations belong to one, or none. Pure. #}
{% macro _snowflake_seen(places) %}
    {%- for place in places[:1] -%}
        {%- do return(place.get("seen") or place.get("pair", {}).get("seen")) -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}

{#
    Read everything that steps ask about the places of a run into `seen`, unless it has been read: the time, the role of
    the session, all parts of the catalog, and the schemas of the databases. Reads only.
#}
{% macro _snowflake_look(seen) %}
    {%- if "schemas" in seen -%} {%- do return(none) -%} {%- endif -%}
    {%- set questions, schemas = {"time": dbt_wap._snowflake_time_sql(), "role": dbt_wap._snowflake_role_sql()}, {} -%}
    {%- for database, names in seen["places"].items() -%}
        {%- do questions.update({"schemas " ~ database: dbt_wap._snowflake_schemas_sql(database)}) -%}
        {%- for part in ["tables", "views", "columns", "constraints"] -%}
            {%- set sql = dbt_wap._snowflake_part_sql(part, database, names) -%}
            {%- do questions.update({part ~ " " ~ database: sql}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set answers = dbt_wap.read_together(questions) -%}
    {%- for database in seen["places"] -%}
        {%- set parts = {} -%}
        {%- for part in ["tables", "views", "columns", "constraints"] -%}
            {%- do parts.update({part: answers[part ~ " " ~ database]}) -%}
        {%- endfor -%}
        {%- do seen["catalog"].update({database: parts}) -%}
        {%- do schemas.update(dbt_wap._snowflake_schemas_in(database, answers["schemas " ~ database])) -%}
    {%- endfor -%}
    {%- do seen.update({"schemas": schemas, "role": answers["role"][0]["role"]}) -%}
    {%- do seen.update({"taken_at": answers["time"][0]["now"]}) -%}
{% endmacro %}

{# Build the query of one part of the catalog. #}
{% macro _snowflake_part_sql(part, database, schemas) %}
    {%- set names = [] -%}
    {%- for schema in schemas -%} {%- do names.append(dbt_wap.text_literal(schema)) -%} {%- endfor -%}
    {%- set view = {"constraints": "table_constraints"}.get(part, part) -%}
    {%- set sql %}
        select table_catalog as database, table_schema as schema, {{ dbt_wap._snowflake_part_columns()[part] | trim }}
        from {{ dbt_wap.identifier(database) }}.information_schema.{{ view }}
        where table_schema in ({{ names | join(", ") or "null" }})
        {%- if part == "constraints" %}
        group by all
        {%- else %}
        order by nth
        {%- endif %}
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{# Return what is selected of each part of the catalog. `made` and `nth` keep the order in which tables were created. #}
{% macro _snowflake_part_columns() %}
    {%- set tables %}
        table_name as name, table_owner as owner, table_type as type, is_transient, clustering_key, retention_time,
        row_count, comment,
        case
            when is_dynamic = 'YES' then 'dynamic table'
            when is_hybrid = 'YES' then 'hybrid table'
            when table_type = 'BASE TABLE' then 'table'
            else lower(table_type)
        end as kind,
        to_varchar(created, 'YYYYMMDDHH24MISSFF9') as made,
        row_number() over (order by created, table_name) as nth
    {%- endset -%}
    {%- set views %}
        table_name as name, view_definition as body, row_number() over (order by table_schema, table_name) as nth
    {%- endset -%}
    {%- set columns %}
        table_name as relation, column_name as name, is_nullable as nullable, column_default, collation_name, comment,
        case
            when data_type in ('NUMBER', 'DECFLOAT') and numeric_precision is not null
            then data_type || '(' || numeric_precision || ',' || coalesce(numeric_scale, 0) || ')'
            when data_type = 'TEXT' then 'VARCHAR(' || character_maximum_length || ')'
            when data_type = 'BINARY' then 'BINARY(' || character_maximum_length || ')'
            when datetime_precision is not null and data_type <> 'DATE'
            then data_type || '(' || datetime_precision || ')'
            else data_type
        end as type,
        row_number() over (order by table_schema, table_name, ordinal_position) as nth
    {%- endset -%}
    {%- set constraints -%} constraint_type as kind {%- endset -%}
    {%- do return({"tables": tables, "views": views, "columns": columns, "constraints": constraints}) -%}
{% endmacro %}
