{#
    Clone each prod schema as a whole, with the same options, into a schema whose comment names the run; if items say
    `apart`, into an empty schema, one relation at a time. Clone several schemas at the same point in time, if Time
    Travel allows it. The clone shares storage with prod, which is only read. dbt would not change a cloned dynamic
    table, which still reads prod, so drop those that the run builds. Atomic: no, each clone commits; after a crash, the
    next run drops what is left.
#}
{% macro snowflake__schema_swap__clone_statements(run_id, pairs, items) %}
    {%- set schemas = dbt_wap._snowflake_schemas_of(pairs) -%}
    {%- set existing, statements = [], [] -%}
    {%- for pair in pairs if dbt_wap.schema_key(pair["database"], pair["prod"]) in schemas -%}
        {%- do existing.append(schemas[dbt_wap.schema_key(pair["database"], pair["prod"])]) -%}
    {%- endfor -%}
    {%- set apart = items | selectattr("apart") | list -%}
    {%- set several = existing | length > 1 or apart -%}
    {%- set moment = dbt_wap._snowflake_one_moment(pairs, existing) if several else none -%}
    {%- for pair in pairs -%}
        {%- set whole = pair not in apart | map(attribute="pair") | list -%}
        {%- set prod = schemas.get(dbt_wap.schema_key(pair["database"], pair["prod"])) if whole else none -%}
        {%- do statements.append(dbt_wap._snowflake_clone_sql(pair, prod, moment, run_id)) -%}
    {%- endfor -%}
    {%- for item in items if item["kind"] == "dynamic table" and item["rebuilt"] and not item["apart"] -%}
        {%- set clone = dict(item, schema=item["pair"]["audit"]) -%}
        {%- do statements.append(dbt_wap._snowflake_drop_sql(clone, "dynamic table")) -%}
    {%- endfor -%}
    {%- do return(statements + dbt_wap._snowflake_apart_statements(apart, moment)) -%}
{% endmacro %}

{#
    Build the statements that clone relations separately: tables, then views with the text that they have in prod. Leave
    out a view whose text or tables the role cannot read, and a dynamic table that the run builds. Reads only.
#}
{% macro _snowflake_apart_statements(items, moment) %}
    {%- set statements, views = [], items | selectattr("kind", "equalto", "view") | list -%}
    {%- for item in items if item["kind"] == "table" or (item["kind"] == "dynamic table" and not item["rebuilt"]) -%}
        {%- do statements.append(dbt_wap._snowflake_clone_one_sql(item, moment)) -%}
    {%- endfor -%}
    {%- set broken = dbt_wap.unreadable_views(views) -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.locate(views | map(attribute="pair") | list, "prod")) -%}
    {%- for view in views if view["key"] not in broken and definitions[view["key"]]["body"] -%}
        {%- set name = dbt_wap.sql_name(dict(view, schema=view["pair"]["audit"])) -%}
        {%- do statements.append(dbt_wap._snowflake_repointed(definitions[view["key"]]["body"], name, {})) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{% macro _snowflake_clone_one_sql(item, moment) -%}
    {%- set name = dbt_wap.sql_name(dict(item, schema=item["pair"]["audit"])) -%}
    {%- set past = dbt_wap._snowflake_past_sql(moment) if moment else "" -%}
    create {{ item["apart"] }} {{ name }} clone {{ dbt_wap.sql_name(item) }}{{ past }}
{%- endmacro %}

{#
    Build the statement that creates a candidate schema: a clone of prod, now or at a point in time, or an empty schema
    if prod does not exist yet. Pure.
#}
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

{# Build the clause that reads a schema at a point in time, with a leading space. Pure. #}
{% macro _snowflake_past_sql(moment) %} at(timestamp => {{ dbt_wap.text_literal(moment) }}::timestamp_ltz)
{%- endmacro %}

{# Return one point in time at which to read all of the schemas, or none if a table keeps no history. Reads only. #}
{% macro _snowflake_one_moment(pairs, schemas) %}
    {%- set tables, rows = [], dbt_wap._snowflake_catalog(dbt_wap.locate(pairs, "prod"), "tables") -%}
    {%- for row in rows if row["type"] == "BASE TABLE" -%}
        {%- if row["retention_time"] | string == "0" -%} {%- do tables.append(row) -%} {%- endif -%}
    {%- endfor -%}
    {%- set forgetful = schemas | selectattr("retention", "equalto", "0") | list -%}
    {%- do return(none if tables or forgetful else dbt_wap.warehouse_time()) -%}
{% endmacro %}
