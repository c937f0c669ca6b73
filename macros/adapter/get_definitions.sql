{#
    Return the definitions of all relations in the schemas: {relation key: {database, schema, name, kind: table|view,
    body: the stored DDL after the name, indexes: [{name, unique, on}], comment, column_comments: {column: comment},
    parents: [table that a foreign key references]}}. Reads only.
#}
{% macro get_definitions(places) %}
    {%- do return(adapter.dispatch("get_definitions", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__get_definitions(places) %} {%- do dbt_wap.unsupported("get_definitions") -%} {% endmacro %}

{#
    `body` is the stored DDL after the name: `(columns and constraints)` for a table, `AS SELECT ..` for a view. A
    foreign key names its parent without the schema, which is always the child's own; `parents` lists those names.
    Atomic: yes, one query of the catalog.
#}
{% macro duckdb__get_definitions(places) %}
    {%- set found = {} -%}
    {%- for row in dbt_wap.read_relations(places, ["definitions"]) -%}
        {%- do found.update({row["place"] ~ "." ~ row["folded"]: row["definition"]}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Build SQL for rows with `body`: what follows `<head>[database.][schema.]name` in `ddl`, which the engine wrote; NULL
    if something else does. A foreign key names its parent without the schema, which is always the child's own. Each
    step is a CTE, because DuckDB plans the expression behind an alias again at each use. Pure.
#}
{% macro _duckdb_bodies_sql(rows) %}
    {%- set sql %}
        with
            headless as (
                select *, case when starts_with(ddl, head) then substr(ddl, length(head) + 1) end as after_head
                from {{ rows }}
            ),
            after_databases as (
                select *, {{ dbt_wap._duckdb_after_sql("after_head", "database", "'.'") }} as after_database
                from headless
            ),
            after_schemas as (
                select *, coalesce(after_database, after_head) as rest,
                    {{ dbt_wap._duckdb_after_sql("rest", "schema", "'.'") }} as after_schema
                from after_databases
            ),
            bodies as (
                select *, coalesce(after_schema, rest) as named,
                    rtrim({{ dbt_wap._duckdb_after_sql("named", "name", "''") }}, ';') as whole
                from after_schemas
            )
        select *,
            replace(
                replace(whole, ' REFERENCES ' || {{ dbt_wap._duckdb_quoted_sql("schema") }} || '.', ' REFERENCES '),
                ' REFERENCES ' || schema || '.',
                ' REFERENCES '
            ) as body
        from bodies
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{# Build SQL for what follows a name and `end`, or NULL. The engine quotes a name only if it has to. Pure. #}
{% macro _duckdb_after_sql(text, name, end) -%}
    case
        {%- for form in [dbt_wap._duckdb_quoted_sql(name), name] %}
            when starts_with({{ text }}, {{ form }} || {{ end }})
            then substr({{ text }}, length({{ form }} || {{ end }}) + 1)
        {%- endfor %}
    end
{%- endmacro %}

{#
    `body` is the CREATE statement of a view, and the options and NOT NULL columns of a table. Only the owner of a
    secure view can see its query. Atomic: yes, three catalog queries per database.
#}
{% macro snowflake__get_definitions(places) %}
    {%- set found = {} -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "tables") -%}
        {%- set options = ["transient", row["is_transient"] or "", "cluster by", row["clustering_key"] or ""] -%}
        {%- do found.update(
            {
                dbt_wap.relation_key(row["database"], row["schema"], row["name"]): {
                    "database": row["database"],
                    "schema": row["schema"],
                    "name": row["name"],
                    "kind": "view" if row["type"] == "VIEW" else "table",
                    "body": options | join(" "),
                    "comment": row["comment"] or none,
                    "indexes": [],
                    "column_comments": {},
                    "parents": [],
                }
            }
        ) -%}
    {%- endfor -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "views") -%}
        {%- set key = dbt_wap.relation_key(row["database"], row["schema"], row["name"]) -%}
        {%- do found.get(key, {}).update({"body": row["body"] or ""}) -%}
    {%- endfor -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "columns") if row["comment"] or row["nullable"] == "NO" -%}
        {%- set key = dbt_wap.relation_key(row["database"], row["schema"], row["relation"]) -%}
        {%- set definition = found.get(key, {}) -%}
        {%- if row["comment"] -%}
            {%- do definition.get("column_comments", {}).update({row["name"]: row["comment"]}) -%}
        {%- endif -%}
        {%- if row["nullable"] == "NO" and definition.get("kind") == "table" -%}
            {%- do definition.update({"body": definition["body"] ~ " not null " ~ row["name"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
