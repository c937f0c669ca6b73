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
