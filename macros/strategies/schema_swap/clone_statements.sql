{#
    Clones each prod schema whole, of the same kind, into a schema that says in its comment which run it is of; more
    than one of them as of one moment, where Time Travel reaches. The clone shares the storage; prod is only read.
    dbt would leave a cloned dynamic table as it is, reading prod: those of the run are dropped, so that it makes them.
    Atomic: no, each clone commits; killed halfway, the next run drops what is there.
#}
{% macro snowflake__schema_swap__clone_statements(run_id, pairs, items) %}
    {%- set schemas = dbt_wap._snowflake_schemas(dbt_wap.databases_of(pairs)) -%}
    {%- set existing = [] -%}
    {%- for pair in pairs -%}
        {%- set schema = schemas.get(dbt_wap.schema_key(pair["database"], pair["prod"])) -%}
        {%- if schema -%} {%- do existing.append(schema) -%} {%- endif -%}
    {%- endfor -%}
    {%- set at = dbt_wap._snowflake_one_moment(existing) if existing | length > 1 else "" -%}
    {%- set statements = [] -%}
    {%- for pair in pairs -%}
        {%- set schema = schemas.get(dbt_wap.schema_key(pair["database"], pair["prod"])) -%}
        {%- set comment = dbt_wap._snowflake_comment(schema["comment"] if schema else "", "candidate", run_id) -%}
        {%- set options = schema["options"] | upper if schema else "" -%}
        {%- do statements.append(
            "create " ~ ("transient " if "TRANSIENT" in options) ~ "schema " ~ dbt_wap.relation_name(pair["database"], pair["audit"])
            ~ (" clone " ~ dbt_wap.relation_name(pair["database"], pair["prod"]) ~ at if schema)
            ~ (" with managed access" if "MANAGED ACCESS" in options) ~ " comment = " ~ dbt_wap.text_literal(comment)
        ) -%}
    {%- endfor -%}
    {%- for item in items if item["kind"] == "dynamic table" and item["rebuilt"] -%}
        {%- do statements.append(
            "drop dynamic table if exists " ~ dbt_wap.relation_name(item["database"], item["pair"]["audit"], item["name"])
        ) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{# The clause that reads the schemas as of now, all alike; empty where a table keeps no history to do so. #}
{% macro _snowflake_one_moment(schemas) %}
    {%- set kept = dbt_wap._snowflake_catalog(
        schemas, "tables", "count(*) as without", "table_type = 'BASE TABLE' and coalesce(retention_time, 1) = 0"
    ) -%}
    {%- set without = (kept | sum(attribute="without") | int) + (schemas | selectattr("retention", "equalto", "0") | list | length) -%}
    {%- do return(
        "" if without else " at(timestamp => " ~ dbt_wap.text_literal(dbt_wap.warehouse_time()) ~ "::timestamp_ltz)"
    ) -%}
{% endmacro %}
