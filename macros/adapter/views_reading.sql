{#
    The views of the databases that name one of the schemas in their query, as [{key, database, schema, name, reads:
    [schema]}]; a literal or an alias that looks like a schema does not count. schemas: stored names. Reads only.
#}
{% macro views_reading(databases, schemas) %}
    {%- do return(adapter.dispatch("views_reading", "dbt_wap")(databases=databases, schemas=schemas)) -%}
{% endmacro %}

{% macro default__views_reading(databases, schemas) %}
    {%- do dbt_wap.unsupported("views_reading") -%}
{% endmacro %}

{#
    What the engine's parser changes when the schemas get another name is what reads them. Atomic: yes, queries of
    the catalog.
#}
{% macro duckdb__views_reading(databases, schemas) %}
    {%- set hidden, pattern = {}, [] -%}
    {%- for schema in schemas -%}
        {%- do hidden.update({schema: schema ~ "_"}) -%} {%- do pattern.append(modules.re.escape(schema)) -%}
    {%- endfor -%}
    {%- set pattern = '(?<![\\w"])"?(' ~ pattern | join("|") ~ ')"?\\.' -%}
    {%- set suspects = {} -%}
    {%- for key, definition in dbt_wap.get_definitions(dbt_wap.existing_schemas(databases)).items() if definition["kind"] == "view" -%}
        {%- set found = modules.re.search(pattern, definition["body"], modules.re.I) -%}
        {%- if found -%}
            {%- do suspects.update({key: dict(definition, key=key, reads=[found.group(1)])}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set views = suspects.values() | list -%}
    {%- set as_is, moved = dbt_wap.move_views(views, {}), dbt_wap.move_views(views, hidden) -%}
    {%- set reading = [] -%}
    {%- for view in views if moved[view["key"]] != as_is[view["key"]] -%}
        {%- do reading.append(view) -%}
    {%- endfor -%}
    {%- do return(reading) -%}
{% endmacro %}

{#
    Dynamic tables hold a query as well. The text of a secure view is shown to its owner alone: others of it cannot be
    known. Atomic: yes, a query and a SHOW a database.
#}
{% macro snowflake__views_reading(databases, schemas) %}
    {%- set reading, likes = [], [] -%}
    {%- for schema in schemas -%}
        {%- do likes.append(
            "contains(upper(view_definition), " ~ dbt_wap.text_literal(schema | upper) ~ ") or contains(view_definition, "
            ~ dbt_wap.text_literal(schema) ~ ")"
        ) -%}
    {%- endfor -%}
    {%- for database in databases -%}
        {%- set views = dbt_wap.rows_of(
            "select table_schema as schema, table_name as name, view_definition as body from " ~ dbt_wap.identifier(database)
            ~ ".information_schema.views where " ~ likes | join(" or ")
        ) -%}
        {%- for row in dbt_wap.rows_of("show dynamic tables in database " ~ dbt_wap.identifier(database)) -%}
            {%- do views.append({"schema": row["schema_name"], "name": row["name"], "body": row["text"] or ""}) -%}
        {%- endfor -%}
        {%- for view in views -%}
            {%- set reads = dbt_wap._snowflake_schemas_read(view["body"], schemas) -%}
            {%- if reads -%}
                {%- set key = dbt_wap.relation_key(database, view["schema"], view["name"]) -%}
                {%- do reading.append(
                    {"key": key, "database": database, "schema": view["schema"], "name": view["name"], "reads": reads}
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(reading) -%}
{% endmacro %}
