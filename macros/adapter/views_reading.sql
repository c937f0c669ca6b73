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
    What the engine's parser changes when the schemas get another name is what reads them. Atomic: yes, queries of the
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
    Dynamic tables hold a query as well. The text of a secure view is shown to its owner alone: others of it cannot be
    known. Atomic: yes, a query and a SHOW a database.
#}
{% macro snowflake__views_reading(databases, schemas) %}
    {%- set reading = [] -%}
    {%- for database in databases -%}
        {%- set views = dbt_wap.rows_of(dbt_wap._snowflake_suspects_sql(database, schemas)) -%}
        {%- for row in dbt_wap._snowflake_show("dynamic tables in database", dbt_wap.identifier(database)) -%}
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

{# The views of a database in whose text one of the schemas stands anywhere. #}
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

{# Which of these schemas the query of a view names: what comes after its own name, columns and options. #}
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
