{#
    Clones each prod schema whole, of the same kind, into a schema that says in its comment which run it is of; more
    than one of them as of one moment, where Time Travel reaches. The clone shares the storage; prod is only read.
    dbt would leave a cloned dynamic table as it is, reading prod: those of the run are dropped, so that it makes them.
    Atomic: no, each clone commits; killed halfway, the next run drops what is there.
#}
{% macro snowflake__schema_swap__clone_statements(run_id, pairs, items) %}
    {%- set schemas = dbt_wap._snowflake_schemas(dbt_wap.databases_of(pairs)) -%}
    {%- set existing, statements = [], [] -%}
    {%- for pair in pairs if dbt_wap.schema_key(pair["database"], pair["prod"]) in schemas -%}
        {%- do existing.append(schemas[dbt_wap.schema_key(pair["database"], pair["prod"])]) -%}
    {%- endfor -%}
    {%- set moment = dbt_wap._snowflake_one_moment(existing) if existing | length > 1 else none -%}
    {%- for pair in pairs -%}
        {%- set prod = schemas.get(dbt_wap.schema_key(pair["database"], pair["prod"])) -%}
        {%- do statements.append(dbt_wap._snowflake_clone_sql(pair, prod, moment, run_id)) -%}
    {%- endfor -%}
    {%- for item in items if item["kind"] == "dynamic table" and item["rebuilt"] -%}
        {%- set clone = dict(item, schema=item["pair"]["audit"]) -%}
        {%- do statements.append(dbt_wap._snowflake_drop_sql(clone, "dynamic table")) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{# A candidate schema: a clone of prod as it is, or as it was at a moment; empty where there is no prod yet. #}
{% macro _snowflake_clone_sql(pair, prod, moment, run_id) -%}
    {%- set options = prod["options"] | upper if prod else "" -%}
    {%- set kind = "transient schema" if "TRANSIENT" in options else "schema" -%}
    {%- set access = " with managed access" if "MANAGED ACCESS" in options else "" -%}
    {%- set past = dbt_wap._snowflake_past_sql(moment) if moment else "" -%}
    {%- set comment = dbt_wap._snowflake_comment(prod["comment"] if prod else "", "candidate", run_id) -%}
    {%- set name = dbt_wap.relation_name(pair["database"], pair["audit"]) -%}
    {%- set text, source = dbt_wap.text_literal(comment), dbt_wap.relation_name(pair["database"], pair["prod"]) -%}
    {%- if prod -%} create {{ kind }} {{ name }} clone {{ source }}{{ past }}{{ access }} comment = {{ text }}
    {%- else -%} create {{ kind }} {{ name }} comment = {{ text }}
    {%- endif -%}
{%- endmacro %}

{# The clause that reads a schema as it was at a moment, with the space before it. #}
{% macro _snowflake_past_sql(moment) %} at(timestamp => {{ dbt_wap.text_literal(moment) }}::timestamp_ltz)
{%- endmacro %}

{# The moment as of which the schemas are read, all alike; none where a table keeps no history to do so. #}
{% macro _snowflake_one_moment(schemas) %}
    {%- set kept = dbt_wap._snowflake_catalog(
        schemas, "tables", "count(*) as without", "table_type = 'BASE TABLE' and coalesce(retention_time, 1) = 0"
    ) -%}
    {%- set tables = kept | sum(attribute="without") | int -%}
    {%- set forgetful = schemas | selectattr("retention", "equalto", "0") | list -%}
    {%- do return(none if tables or forgetful else dbt_wap.warehouse_time()) -%}
{% endmacro %}
