{#
    What tables hold, as {relation key: {rows, hash}}; equal hashes mean an equal multiset of rows, names and types.
    relations: as in relations_of; columns: as in columns_by_relation. Reads only.
#}
{% macro fingerprint_tables(relations, columns) %}
    {%- do return(
        adapter.dispatch("fingerprint_tables", "dbt_wap")(relations=relations, columns=columns)
    ) -%}
{% endmacro %}

{% macro default__fingerprint_tables(relations, columns) %}
    {%- do dbt_wap.unsupported("fingerprint_tables") -%}
{% endmacro %}

{#
    The sum of the row hashes: the order of rows does not count, duplicates do (an XOR would cancel them).
    Names and types of the columns are part of the hash. Atomic: yes, one scan a table, a query for each 50.
#}
{% macro duckdb__fingerprint_tables(relations, columns) %}
    {%- set found = {} -%}
    {%- for batch in relations | batch(50) -%}
        {%- for row in dbt_wap.rows_of(dbt_wap._duckdb_sums_sql(batch, columns)) -%}
            {%- set relation = batch[row["i"] | int] -%}
            {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
            {%- set hash = dbt_wap.shape_of(columns[own]) ~ ":" ~ row["hash"] -%}
            {%- do found.update({relation["key"]: {"rows": row["n"] | int, "hash": hash}}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The rows of each of the tables, and the sum of their hashes: (i, n, hash). #}
{% macro _duckdb_sums_sql(relations, columns) %}
    {%- for relation in relations %}
        {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- set total = dbt_wap.sum_of_hashes(dbt_wap.row_hash(dbt_wap._comparable_columns(columns[own]))) %}
        {{ "union all " if not loop.first }}
        select {{ loop.index0 }} as i, count(*) as n, {{ dbt_wap.text_of(total) }} as hash
        from {{ dbt_wap.sql_name(relation) }}
    {%- endfor %}
{% endmacro %}

{#
    No scan: the row count, the time the table was made, and a token that moves with every change of its rows. Equal
    means untouched; other than equal proves nothing (see unchanged_since). Atomic: yes, a query of the catalog a
    database and one of tokens for each 200 tables.
#}
{% macro snowflake__fingerprint_tables(relations, columns) %}
    {%- set rows, tokens = {}, {} -%}
    {%- set told %}
        table_catalog as database, table_schema as schema, table_name as name, row_count,
        to_varchar(created, 'YYYYMMDDHH24MISSFF9') as made
    {% endset -%}
    {%- for row in dbt_wap._snowflake_catalog(relations, "tables", told, "true") -%}
        {%- do rows.update({dbt_wap.relation_key(row["database"], row["schema"], row["name"]): row}) -%}
    {%- endfor -%}
    {%- for batch in relations | batch(200) -%}
        {%- for row in dbt_wap.rows_of(dbt_wap._snowflake_tokens_sql(batch)) -%}
            {%- do tokens.update({row["key"]: row["token"]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set found = {} -%}
    {%- for relation in relations -%}
        {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- set row = rows[own] -%}
        {%- set hash = [dbt_wap.shape_of(columns.get(own, [])), row["made"], tokens[relation["key"]]] | join(":") -%}
        {%- do found.update({relation["key"]: {"rows": (row["row_count"] or 0) | int, "hash": hash}}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The change token of each of the tables: (key, token). #}
{% macro _snowflake_tokens_sql(relations) %}
    {%- set sql %}
        {%- for relation in relations %}
            {{ "union all " if not loop.first }}
            select {{ dbt_wap.text_literal(relation["key"]) }} as key,
                system$last_change_commit_time({{ dbt_wap.text_literal(dbt_wap.sql_name(relation)) }})::varchar as token
        {%- endfor %}
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}
