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
    Atomic: yes, queries of the catalog.
#}
{% macro duckdb__get_definitions(places) %}
    {%- set in_places = dbt_wap._duckdb_in_places(places) -%}
    {%- set sql %}
        select database_name, schema_name, table_name as name, 'table' as kind, sql, comment
        from duckdb_tables()
        where {{ in_places }}
        union all
        select database_name, schema_name, view_name, 'view', sql, comment
        from duckdb_views()
        where {{ in_places }}
    {% endset -%}
    {%- set found = {} -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- set names = [row["database_name"], row["schema_name"], row["name"]] -%}
        {%- set header = "CREATE " ~ row["kind"] | upper ~ " " -%}
        {%- do found.update(
            {
                dbt_wap._duckdb_row_key(row): {
                    "database": row["database_name"],
                    "schema": row["schema_name"],
                    "name": row["name"],
                    "kind": row["kind"],
                    "body": dbt_wap._duckdb_after_names(row["sql"], header, names),
                    "comment": row["comment"],
                    "indexes": [],
                    "column_comments": {},
                    "parents": [],
                }
            }
        ) -%}
    {%- endfor -%}
    {%- do dbt_wap._duckdb_add_indexes(found, in_places) -%}
    {%- do dbt_wap._duckdb_add_column_comments(found, in_places) -%}
    {%- do dbt_wap._duckdb_add_parents(found, in_places) -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _duckdb_row_key(row) %}
    {%- do return(dbt_wap.relation_key(row["database_name"], row["schema_name"], row["name"])) -%}
{% endmacro %}

{% macro _duckdb_add_indexes(found, in_places) %}
    {%- set sql %}
        select database_name, schema_name, table_name as name, index_name, is_unique, sql
        from duckdb_indexes()
        where {{ in_places }}
        order by index_oid
    {% endset -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- set header = "CREATE " ~ ("UNIQUE " if row["is_unique"] else "") ~ "INDEX " -%}
        {%- set names = [row["database_name"], row["schema_name"], row["name"]] -%}
        {%- set rest = dbt_wap._duckdb_after_names(row["sql"], header, [row["index_name"]]) -%}
        {%- set on = dbt_wap._duckdb_after_names(rest, " ON ", names) -%}
        {%- do found[dbt_wap._duckdb_row_key(row)]["indexes"].append(
            {"name": row["index_name"], "unique": row["is_unique"], "on": on}
        ) -%}
    {%- endfor -%}
{% endmacro %}

{% macro _duckdb_add_column_comments(found, in_places) %}
    {%- set sql %}
        select database_name, schema_name, table_name as name, column_name, comment
        from duckdb_columns()
        where {{ in_places }} and comment is not null
    {% endset -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- set comments = found[dbt_wap._duckdb_row_key(row)]["column_comments"] -%}
        {%- do comments.update({row["column_name"]: row["comment"]}) -%}
    {%- endfor -%}
{% endmacro %}

{# Add the parents of foreign keys to `found`, and remove the schema from their names in the bodies. Reads only. #}
{% macro _duckdb_add_parents(found, in_places) %}
    {%- set sql %}
        select distinct database_name, schema_name, table_name as name, referenced_table
        from duckdb_constraints()
        where {{ in_places }} and constraint_type = 'FOREIGN KEY'
    {% endset -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- set definition = found[dbt_wap._duckdb_row_key(row)] -%}
        {%- do definition["parents"].append(row["referenced_table"]) -%}
        {%- for form in [dbt_wap.identifier(row["schema_name"]), row["schema_name"]] -%}
            {%- set body = definition["body"].replace(" REFERENCES " ~ form ~ ".", " REFERENCES ") -%}
            {%- do definition.update({"body": body}) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{#
    Return what follows `<prefix>[database.][schema.]name` in DDL that the engine wrote. The engine quotes a name only
    if it has to. Pure.
#}
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
        {%- do dbt_wap.refuse("adapter", "could not parse the DDL: " ~ sql, next="wap doctor") -%}
    {%- endif -%}
    {%- do return(at.rest.rstrip(";")) -%}
{% endmacro %}

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
