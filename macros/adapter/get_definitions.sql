{#
    How each relation was made: {relation key: {database, schema, name, kind, body, indexes, comment,
    column_comments, parents}}. Reads only.
#}
{% macro get_definitions(places) %}
    {%- do return(adapter.dispatch("get_definitions", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__get_definitions(places) %} {%- do dbt_wap.unsupported("get_definitions") -%} {% endmacro %}

{#
    `body` is the stored DDL after the name: `(columns and constraints)` of a table, `AS SELECT ..` of a view. A
    foreign key names its parent without the schema, which is always the child's own; `parents` are those names.
    Atomic: yes, queries of the catalog.
#}
{% macro duckdb__get_definitions(places) %}
    {%- set where = " where " ~ dbt_wap._duckdb_in_places(places) -%}
    {%- set found = {} -%}
    {%- for row in dbt_wap.rows_of(
        "select database_name, schema_name, table_name as name, 'table' as kind, sql, comment from duckdb_tables()" ~ where
        ~ " union all select database_name, schema_name, view_name, 'view', sql, comment from duckdb_views()" ~ where
    ) -%}
        {%- set header = "CREATE " ~ row["kind"] | upper ~ " " -%}
        {%- do found.update(
            {
                dbt_wap.relation_key(row["database_name"], row["schema_name"], row["name"]): {
                    "database": row["database_name"],
                    "schema": row["schema_name"],
                    "name": row["name"],
                    "kind": row["kind"],
                    "body": dbt_wap._duckdb_after_names(
                        row["sql"], header, [row["database_name"], row["schema_name"], row["name"]]
                    ),
                    "comment": row["comment"],
                    "indexes": [],
                    "column_comments": {},
                    "parents": [],
                }
            }
        ) -%}
    {%- endfor -%}
    {%- do dbt_wap._duckdb_add_details(found, where) -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _duckdb_add_details(found, where) %}
    {%- for row in dbt_wap.rows_of(
        "select database_name, schema_name, table_name as name, index_name, is_unique, sql from duckdb_indexes()" ~ where
        ~ " order by index_oid"
    ) -%}
        {%- set header = "CREATE " ~ ("UNIQUE " if row["is_unique"] else "") ~ "INDEX " -%}
        {%- set rest = dbt_wap._duckdb_after_names(row["sql"], header, [row["index_name"]]) -%}
        {%- do found[dbt_wap.relation_key(row["database_name"], row["schema_name"], row["name"])]["indexes"].append(
            {
                "name": row["index_name"],
                "unique": row["is_unique"],
                "on": dbt_wap._duckdb_after_names(rest, " ON ", [row["database_name"], row["schema_name"], row["name"]]),
            }
        ) -%}
    {%- endfor -%}
    {%- for row in dbt_wap.rows_of(
        "select database_name, schema_name, table_name as name, column_name, comment from duckdb_columns()" ~ where
        ~ " and comment is not null"
    ) -%}
        {%- do found[dbt_wap.relation_key(row["database_name"], row["schema_name"], row["name"])]["column_comments"].update(
            {row["column_name"]: row["comment"]}
        ) -%}
    {%- endfor -%}
    {%- for row in dbt_wap.rows_of(
        "select distinct database_name, schema_name, table_name as name, referenced_table from duckdb_constraints()" ~ where
        ~ " and constraint_type = 'FOREIGN KEY'"
    ) -%}
        {%- set definition = found[dbt_wap.relation_key(row["database_name"], row["schema_name"], row["name"])] -%}
        {%- do definition["parents"].append(row["referenced_table"]) -%}
        {%- for form in [dbt_wap.identifier(row["schema_name"]), row["schema_name"]] -%}
            {%- do definition.update({"body": definition["body"].replace(" REFERENCES " ~ form ~ ".", " REFERENCES ")}) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{# What follows `<prefix>[database.][schema.]name` in DDL that the engine wrote; it quotes a name only where it must. #}
{% macro _duckdb_after_names(sql, prefix, names) %}
    {%- set at = namespace(rest=sql[prefix | length :], good=sql.startswith(prefix), matched=false) -%}
    {%- for name in names -%}
        {%- set last = loop.last -%}
        {%- set at.matched = false -%}
        {%- for form in [dbt_wap.identifier(name), name] if not at.matched -%}
            {%- if at.rest.startswith(form ~ ("" if last else ".")) -%}
                {%- set at.rest = at.rest[(form ~ ("" if last else ".")) | length :] -%}
                {%- set at.matched = true -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if not at.matched and (last or names | length == 2) -%} {%- set at.good = false -%} {%- endif -%}
    {%- endfor -%}
    {%- if not at.good -%}
        {%- do dbt_wap.refuse("adapter", "cannot read the DDL " ~ sql, next="wap doctor") -%}
    {%- endif -%}
    {%- do return(at.rest.rstrip(";")) -%}
{% endmacro %}

{#
    `body` of a view is the statement that made it, of a table its options and what may not be null. A secure view
    shows its text to its owner alone. Atomic: yes, three queries of the catalog a database.
#}
{% macro snowflake__get_definitions(places) %}
    {%- set place = "table_catalog as database, table_schema as schema, table_name as name" -%}
    {%- set found = {} -%}
    {%- for row in dbt_wap._snowflake_catalog(
        places, "tables", place ~ ", case when table_type = 'VIEW' then 'view' else 'table' end as kind, comment, "
        ~ "'transient ' || coalesce(is_transient, '') || ' cluster by ' || coalesce(clustering_key, '') as body", "true",
    ) -%}
        {%- do found.update(
            {
                dbt_wap.relation_key(row["database"], row["schema"], row["name"]): dict(
                    row, comment=row["comment"] or none, indexes=[], column_comments={}, parents=[]
                )
            }
        ) -%}
    {%- endfor -%}
    {%- for row in dbt_wap._snowflake_catalog(places, "views", place ~ ", view_definition as body", "true") -%}
        {%- do found.get(dbt_wap.relation_key(row["database"], row["schema"], row["name"]), {}).update(
            {"body": row["body"] or ""}
        ) -%}
    {%- endfor -%}
    {%- for row in dbt_wap._snowflake_catalog(
        places, "columns", place ~ ", column_name, comment, is_nullable", "(comment is not null or is_nullable = 'NO')"
    ) -%}
        {%- set definition = found.get(dbt_wap.relation_key(row["database"], row["schema"], row["name"]), {}) -%}
        {%- if row["comment"] -%}
            {%- do definition.get("column_comments", {}).update({row["column_name"]: row["comment"]}) -%}
        {%- endif -%}
        {%- if row["is_nullable"] == "NO" and definition.get("kind") == "table" -%}
            {%- do definition.update({"body": definition["body"] ~ " not null " ~ row["column_name"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
