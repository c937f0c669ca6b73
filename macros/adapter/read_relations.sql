{#
    Read the tables and views in the schemas with one look at the catalog, oldest first: [{database, schema, name, kind:
    table|view|.., place: its schema key, folded: its folded name, sql: its quoted name, columns: [{name, type,
    nullable}], traits: [{trait, column_name, text}] as in list_traits, definition: as in get_definitions}]. `parts`
    names which of the last three the caller needs; others may be missing. Reads only.
#}
{% macro read_relations(places, parts) %}
    {%- do return(adapter.dispatch("read_relations", "dbt_wap")(places=places, parts=parts)) -%}
{% endmacro %}

{% macro default__read_relations(places, parts) %}
    {%- do dbt_wap.unsupported("read_relations") -%}
{% endmacro %}

{# What was read of places with `seen` (see fresh_reads) is not read again. Atomic: yes, one query of the catalog. #}
{% macro duckdb__read_relations(places, parts) %}
    {%- set seen = places[0].get("seen") if places else none -%}
    {%- if seen is none -%} {%- do return(dbt_wap._duckdb_relations(places)) -%} {%- endif -%}
    {%- set schemas = tojson(places | map(attribute="schema") | list) -%}
    {%- if schemas not in seen["catalog"] -%}
        {%- do seen["catalog"].update({schemas: dbt_wap._duckdb_relations(places)}) -%}
    {%- endif -%}
    {%- do return(seen["catalog"][schemas]) -%}
{% endmacro %}

{#
    Read the relations. The query returns all parts of a relation in one JSON string, in which dbt cannot take a string
    for a number or for NULL.
#}
{% macro _duckdb_relations(places) %}
    {%- set found, keys = [], {} -%}
    {%- for row in dbt_wap.rows_of(dbt_wap._duckdb_relations_sql(places)) -%}
        {%- set relation = fromjson(row["relation"]) -%}
        {%- set schema = relation["database"] ~ "." ~ relation["schema"] -%}
        {%- if schema not in keys -%}
            {%- do keys.update({schema: dbt_wap.schema_key(relation["database"], relation["schema"])}) -%}
        {%- endif -%}
        {%- do relation.update({"place": keys[schema], "folded": relation["name"] | lower}) -%}
        {%- if relation["definition"]["body"] is none -%}
            {%- do dbt_wap.refuse("adapter", "could not parse the DDL of " ~ relation["sql"], next="wap doctor") -%}
        {%- endif -%}
        {%- do found.append(relation) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Build a query for the relations in the schemas, oldest first: one JSON object per row. Pure. #}
{% macro _duckdb_relations_sql(places) %}
    {%- set where = dbt_wap._duckdb_in_places(places) -%}
    {%- set sql %}
        with
            relations as ({{ dbt_wap._duckdb_ddl_sql(where) }}),
            of_columns as ({{ dbt_wap._duckdb_columns_sql(where) }}),
            of_constraints as ({{ dbt_wap._duckdb_constraints_sql(where) }}),
            of_collations as ({{ dbt_wap._duckdb_collations_sql(where) }}),
            of_indexes as ({{ dbt_wap._duckdb_indexes_sql(where) }})
        select
            to_json({
                'database': database,
                'schema': schema,
                'name': name,
                'kind': kind,
                'sql': {{ dbt_wap._duckdb_quoted_sql("database") }} || '.' || {{ dbt_wap._duckdb_quoted_sql("schema") }}
                    || '.' || {{ dbt_wap._duckdb_quoted_sql("name") }},
                'columns': coalesce(columns, []),
                'traits': coalesce(constraints, []) || coalesce(defaults, []) || coalesce(collations, []),
                'definition': {
                    'database': database,
                    'schema': schema,
                    'name': name,
                    'kind': kind,
                    'body': body,
                    'indexes': coalesce(indexes, []),
                    'comment': nullif(comment, ''),
                    'column_comments': map_from_entries(coalesce(comments, [])),
                    'parents': coalesce(parents, [])
                }
            })::varchar as relation
        from ({{ dbt_wap._duckdb_bodies_sql("relations") }}) as r
        left join of_columns using (database_oid, oid)
        left join of_constraints using (database_oid, oid)
        left join of_collations using (database_oid, oid)
        left join of_indexes using (database_oid, oid)
        order by oid
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{% macro _duckdb_ddl_sql(where) %}
    {%- set sql %}
        select database_oid, table_oid as oid, database_name as database, schema_name as schema, table_name as name,
            'table' as kind, 'CREATE TABLE ' as head, sql as ddl, comment
        from duckdb_tables()
        where {{ where }}
        union all
        select database_oid, view_oid, database_name, schema_name, view_name, 'view', 'CREATE VIEW ', sql, comment
        from duckdb_views()
        where {{ where }}
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{% macro _duckdb_columns_sql(where) %}
    {%- set sql %}
        select database_oid, table_oid as oid,
            list({'name': column_name, 'type': data_type, 'nullable': is_nullable} order by column_index) as columns,
            list({'trait': 'default', 'column_name': column_name, 'text': column_default} order by column_index)
                filter (column_default is not null) as defaults,
            list({'key': column_name, 'value': comment} order by column_index) filter (comment <> '') as comments
        from duckdb_columns()
        where {{ where }}
        group by all
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{% macro _duckdb_constraints_sql(where) %}
    {%- set sql %}
        select database_oid, table_oid as oid,
            list({'trait': 'constraint', 'column_name': column_name, 'text': text} order by constraint_index)
                as constraints,
            list(distinct referenced_table order by referenced_table) filter (constraint_type = 'FOREIGN KEY')
                as parents
        from (
            select *, array_to_string(constraint_column_names, ', ') as names,
                case when constraint_type = 'NOT NULL' then names end as column_name,
                case constraint_type
                    when 'NOT NULL' then 'not null ' || names
                    when 'CHECK' then 'check ' || expression
                    when 'FOREIGN KEY' then 'foreign key (' || names || ') references ' || referenced_table
                        || ' (' || array_to_string(referenced_column_names, ', ') || ')'
                    else lower(constraint_type) || ' (' || names || ')'
                end as text
            from duckdb_constraints()
            where {{ where }}
        )
        group by all
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{# Only the DDL contains the collation. Pure. #}
{% macro _duckdb_collations_sql(where) %}
    {%- set collated = "[(,] ?(\"(?:[^\"]|\"\")+\"|\\w+) VARCHAR COLLATE ([\\w.]+)" -%}
    {%- set sql %}
        select database_oid, oid, list({'trait': 'collation', 'column_name': column_name, 'text': text}) as collations
        from (
            select database_oid, table_oid as oid,
                unnest(regexp_extract_all(sql, '{{ collated }}', 1)) as column_name,
                unnest(regexp_extract_all(sql, '{{ collated }}', 2)) as text
            from duckdb_tables()
            where sql like '% COLLATE %' and {{ where }}
        )
        group by all
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{% macro _duckdb_indexes_sql(where) %}
    {%- set indexes %}
        (
            select database_oid, table_oid as oid, index_oid, index_name, is_unique, database_name as database,
                schema_name as schema, table_name as name, 'ON ' as head,
                substr(sql, case when is_unique then 21 else 14 end) as after_create,
                {{ dbt_wap._duckdb_after_sql("after_create", "index_name", "' '") }} as ddl
            from duckdb_indexes()
            where {{ where }}
        )
    {% endset -%}
    {%- set sql %}
        select database_oid, oid,
            list({'name': index_name, 'unique': is_unique, 'on': body} order by index_oid) as indexes
        from ({{ dbt_wap._duckdb_bodies_sql(indexes) }})
        group by all
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{# Build SQL for the quoted form of a name in a column. Pure. #}
{% macro _duckdb_quoted_sql(column) -%} ('"' || replace({{ column }}, '"', '""') || '"') {%- endmacro %}

{# Atomic: yes, one query per database. #}
{% macro snowflake__read_relations(places, parts) %}
    {%- set found, at, seen, shared = [], {}, {"places": {}, "catalog": {}}, [] -%}
    {%- for place in places -%}
        {%- do seen["places"].setdefault(place["database"], []).append(place["schema"]) -%}
        {%- do shared.append(dict({"seen": seen}, **place) if parts else place) -%}
    {%- endfor -%}
    {%- set places = shared -%}
    {%- for row in dbt_wap.list_relations(places) -%}
        {%- set place, schemas = row["database"] ~ "." ~ row["schema"], at.setdefault(row["database"], {}) -%}
        {%- set relation = dict(row, place=place, folded=row["name"], columns=[], traits=[]) -%}
        {%- do relation.update({"sql": dbt_wap.sql_name(row)}) -%}
        {%- do schemas.setdefault(row["schema"], {}).update({row["name"]: relation}) -%}
        {%- do found.append(relation) -%}
    {%- endfor -%}
    {%- for column in (dbt_wap.list_columns(places) if "columns" in parts else []) -%}
        {%- set relations = at.get(column["database"], {}).get(column["schema"], {}) -%}
        {%- do relations.get(column["relation"], {"columns": []})["columns"].append(column) -%}
    {%- endfor -%}
    {%- for trait in (dbt_wap.list_traits(places) if "traits" in parts else []) -%}
        {%- set relations = at.get(trait["database"], {}).get(trait["schema"], {}) -%}
        {%- do relations.get(trait["relation"], {"traits": []})["traits"].append(trait) -%}
    {%- endfor -%}
    {%- for row in (dbt_wap.get_definitions(places).values() if "definitions" in parts else []) -%}
        {%- set relations = at.get(row["database"], {}).get(row["schema"], {}) -%}
        {%- do relations.get(row["name"], {}).update({"definition": row}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
