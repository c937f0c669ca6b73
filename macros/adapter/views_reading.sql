{#
    List the views in the databases whose query names one of the schemas: [{key, database, schema, name, reads:
    [schema]}]. Literals and aliases that look like a schema do not count. Reads only.
#}
{% macro views_reading(databases, schemas) %}
    {%- do return(adapter.dispatch("views_reading", "dbt_wap")(databases=databases, schemas=schemas)) -%}
{% endmacro %}

{% macro default__views_reading(databases, schemas) %}
    {%- do dbt_wap.unsupported("views_reading") -%}
{% endmacro %}

{#
    A view reads a schema if renaming the schema with DuckDB's parser changes its query. Atomic: yes, queries of the
    catalog.
#}
{% macro duckdb__views_reading(databases, schemas) %}
    {%- set hidden, names = {}, [] -%}
    {%- for schema in schemas -%}
        {%- do hidden.update({schema: schema ~ "_"}) -%} {%- do names.append(modules.re.escape(schema)) -%}
    {%- endfor -%}
    {%- set pattern = '(?<![\\w"])"?(' ~ names | join("|") ~ ')"?\\.' -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.existing_schemas(databases)) -%}
    {%- set suspects = [] -%}
    {%- for key, definition in definitions.items() if definition["kind"] == "view" -%}
        {%- set found = modules.re.search(pattern, definition["body"], modules.re.I) -%}
        {%- if found -%}
            {%- do suspects.append(dict(definition, key=key, reads=[found.group(1)])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set as_they_are, moved = dbt_wap.move_views(suspects, {}), dbt_wap.move_views(suspects, hidden) -%}
    {%- set reading = [] -%}
    {%- for view in suspects if moved[view["key"]] != as_they_are[view["key"]] -%}
        {%- do reading.append(view) -%}
    {%- endfor -%}
    {%- do return(reading) -%}
{% endmacro %}

{#
    Include dynamic tables, which have a query too. Only the owner of a secure view can see its query, so this macro
    cannot find the secure views of other owners. Atomic: yes, one query and one SHOW per database.
#}
{% macro snowflake__views_reading(databases, schemas) %}
    {%- set reading = [] -%}
    {%- for database in databases -%}
        {%- set questions = {"views": dbt_wap._snowflake_suspects_sql(database, schemas)} -%}
        {%- set tables = dbt_wap._snowflake_show_sql_of("dynamic tables in database", dbt_wap.identifier(database)) -%}
        {%- set answers = dbt_wap.read_together(dict(questions, tables=tables)) -%}
        {%- set views = answers["views"] -%}
        {%- for row in answers["tables"] -%}
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

{# Build a query for the views of a database whose text contains one of the schema names. Pure. #}
{% macro _snowflake_suspects_sql(database, schemas) %}
    select table_schema as schema, table_name as name, view_definition as body
    from {{ dbt_wap.identifier(database) }}.information_schema.views
    where
        {% for schema in schemas -%}
            {{ "or " if not loop.first -}}
            contains(upper(view_definition), {{ dbt_wap.text_literal(schema | upper) }})
            or contains(view_definition, {{ dbt_wap.text_literal(schema) }})
        {% endfor %}
{% endmacro %}

{# Return the schemas that the query of a view names. Ignore the view's own name, columns and options. Pure. #}
{% macro _snowflake_schemas_read(body, schemas) %}
    {%- set names, found = dbt_wap._snowflake_as_tokens(schemas), [] -%}
    {%- set tokens = dbt_wap._snowflake_tokens(body) -%}
    {%- set query = tokens[tokens.index("AS") + 1 :] if "AS" in tokens else tokens -%}
    {%- for token in query -%}
        {%- if token in names and query[loop.index : loop.index + 1] == ["."] -%}
            {%- do found.append(names[token]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found | unique | list) -%}
{% endmacro %}
