{#
    Return the fingerprints of tables: {relation key: {rows, hash}}. Tables with equal hashes have the same multiset of
    rows and the same column names and types. columns: {relation key: [column]}. Reads only.
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
    Sum the row hashes: the order of rows does not matter, and duplicates count (XOR would cancel them). The hash
    includes the names and types of the columns. Atomic: yes, one scan per table, one query per 50 tables.
#}
{% macro duckdb__fingerprint_tables(relations, columns) %}
    {%- set found, shapes = {}, {} -%}
    {%- for batch in relations | batch(50) -%}
        {%- set nth, total = [loop.index * 50, relations | length] | min, relations | length -%}
        {%- do dbt_wap.say("hashing " ~ nth ~ " of " ~ total ~ " tables") -%}
        {%- for row in dbt_wap.rows_of(dbt_wap._duckdb_sums_sql(batch, columns, shapes)) -%}
            {%- set relation = batch[row["i"] | int] -%}
            {%- set hash = shapes[columns[relation["key"]] | string]["shape"] ~ ":" ~ row["hash"] -%}
            {%- do found.update({relation["key"]: {"rows": row["n"] | int, "hash": hash}}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Build a query for the row count and the sum of row hashes of each table: (i, n, hash). shapes: keeps what was found
    about lists of columns: {shape, hash: SQL}. Pure.
#}
{% macro _duckdb_sums_sql(relations, columns, shapes) %}
    {%- set forms = {} -%}
    {%- for relation in relations %}
        {%- set own = columns[relation["key"]] -%}
        {%- if own | string not in shapes -%}
            {%- set values = dbt_wap._comparable_columns(own, forms) -%}
            {%- set hash = dbt_wap.text_of(dbt_wap.sum_of_hashes(dbt_wap.row_hash(values))) -%}
            {%- do shapes.update({own | string: {"shape": dbt_wap.shape_of(own), "hash": hash}}) -%}
        {%- endif %}
        {{ "union all " if not loop.first }}
        select {{ loop.index0 }} as i, count(*) as n, {{ shapes[own | string]["hash"] }} as hash
        from {{ relation.get("sql") or dbt_wap.sql_name(relation) }}
    {%- endfor %}
{% endmacro %}

{#
    Do not scan. Use the row count, the creation time, and a token that changes whenever the rows change. Equal hashes
    prove that the table is unchanged; different hashes prove nothing (see unchanged_since). Atomic: yes, one catalog
    query per database and one token query per 200 tables.
#}
{% macro snowflake__fingerprint_tables(relations, columns) %}
    {%- set rows, tokens = {}, dbt_wap._snowflake_change_tokens(relations) -%}
    {%- for row in dbt_wap._snowflake_catalog(relations, "tables") -%}
        {%- do rows.update({dbt_wap.relation_key(row["database"], row["schema"], row["name"]): row}) -%}
    {%- endfor -%}
    {%- set found = {} -%}
    {%- for relation in relations -%}
        {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- set row, key = rows[own], relation["key"] -%}
        {%- set hash = [dbt_wap.shape_of(columns.get(key, [])), row["made"], tokens[own]] | join(":") -%}
        {%- do found.update({key: {"rows": (row["row_count"] or 0) | int, "hash": hash}}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Return the change tokens of tables: {relation key of their own place: token}. The first question about places with
    `seen` asks for the tables on all sides of the run. Reads only.
#}
{% macro _snowflake_change_tokens(relations) %}
    {%- set seen, asked, questions = dbt_wap._snowflake_seen(relations) or {}, [], {} -%}
    {%- set tokens = dict(seen.get("tokens", {})) -%}
    {%- for parts in seen.get("catalog", {}).values() if "tokens" not in seen -%}
        {%- do asked.extend(parts["tables"] | selectattr("kind", "equalto", "table") | list) -%}
    {%- endfor -%}
    {%- set wanted = {} -%}
    {%- for relation in asked + relations -%}
        {%- set key = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- if key not in tokens -%} {%- do wanted.update({key: relation}) -%} {%- endif -%}
    {%- endfor -%}
    {%- for batch in wanted.items() | batch(200) -%}
        {%- do questions.update({loop.index: dbt_wap._snowflake_tokens_sql(batch)}) -%}
    {%- endfor -%}
    {%- for rows in dbt_wap.read_together(questions).values() -%}
        {%- for row in rows -%} {%- do tokens.update({row["key"]: row["token"]}) -%} {%- endfor -%}
    {%- endfor -%}
    {%- do seen.update({"tokens": tokens}) -%}
    {%- do return(tokens) -%}
{% endmacro %}

{# Build a query for the change token of each of [(key, table)]: (key, token). Pure. #}
{% macro _snowflake_tokens_sql(tables) %}
    {%- set sql %}
        {%- for key, table in tables %}
            {{ "union all " if not loop.first }}
            select {{ dbt_wap.text_literal(key) }} as key,
                system$last_change_commit_time({{ dbt_wap.text_literal(dbt_wap.sql_name(table)) }})::varchar as token
        {%- endfor %}
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}
