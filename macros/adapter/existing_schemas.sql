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
    {%- set found, seen = {}, seen if seen is not none else {} -%}
    {%- if "schemas" in seen -%} {%- do return(seen["schemas"]) -%} {%- endif -%}
    {%- for database in databases -%}
        {%- set rows = dbt_wap._snowflake_show("schemas in database", dbt_wap.identifier(database), limit=10000) -%}
        {%- if rows | length == 10000 -%}
            {%- set what = "database " ~ database ~ " has 10,000 schemas or more, and SHOW lists no more than that" -%}
            {%- do dbt_wap.refuse("adapter", what, next="wap doctor") -%}
        {%- endif -%}
        {%- for row in rows -%}
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
    {%- endfor -%}
    {%- do seen.update({"schemas": found}) -%}
    {%- do return(found) -%}
{% endmacro %}
