{# List the schemas of databases as [{database, schema}]. seen: from fresh_reads, if there is one. Reads only. #}
{% macro existing_schemas(databases, seen=none) %}
    {%- do return(adapter.dispatch("existing_schemas", "dbt_wap")(databases=databases, seen=seen)) -%}
{% endmacro %}

{% macro default__existing_schemas(databases, seen) %}
    {%- do dbt_wap.unsupported("existing_schemas") -%}
{% endmacro %}

{# Atomic: yes, one query of the catalog. #}
{% macro duckdb__existing_schemas(databases, seen) %}
    {%- set sql %}
        select database_name as database, schema_name as schema
        from duckdb_schemas()
        where database_name in (
            {%- for database in databases -%}
                {{ ", " if not loop.first }}{{ dbt_wap.text_literal(database) }}
            {%- endfor -%}
        )
    {% endset -%}
    {%- do return(dbt_wap.rows_of(sql)) -%}
{% endmacro %}

{# Atomic: yes, one SHOW per database. #}
{% macro snowflake__existing_schemas(databases, seen) %}
    {%- set found = [] -%}
    {%- for schema in dbt_wap._snowflake_schemas(databases, seen).values() -%}
        {%- do found.append({"database": schema["database"], "schema": schema["schema"]}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Return every schema that the role can see: {schema key: {database, schema, comment, options, owner, retention}}.
    seen: from fresh_reads, if there is one. Reads only.
#}
{% macro _snowflake_schemas(databases, seen=none) %}
    {%- if seen -%} {%- do dbt_wap._snowflake_look(seen) -%} {%- do return(seen["schemas"]) -%} {%- endif -%}
    {%- set found = {} -%}
    {%- for database in databases -%}
        {%- set rows = dbt_wap.rows_of(dbt_wap._snowflake_schemas_sql(database)) -%}
        {%- do found.update(dbt_wap._snowflake_schemas_in(database, rows)) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{% macro _snowflake_schemas_sql(database) %}
    show schemas in database {{ dbt_wap.identifier(database) }} limit 10000
{% endmacro %}

{# Return the schemas of a database from the rows of SHOW. Pure. #}
{% macro _snowflake_schemas_in(database, rows) %}
    {%- set found = {} -%}
    {%- for row in dbt_wap._snowflake_whole(rows, "schemas in database " ~ database) -%}
        {%- do found.update(
            {
                dbt_wap.schema_key(database, row["name"]): {
                    "database": database,
                    "schema": row["name"],
                    "comment": row["comment"] or "",
                    "options": row["options"] or "",
                    "owner": row["owner"],
                    "retention": row["retention_time"] | string,
                }
            }
        ) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
