{#
    Return whether the rows of a table moved between two fingerprints: "no", "data", or "unknown" if that is not proved
    without reading more than `most` rows. before, after: {rows, hash, taken_at}; relation: {database, schema, name}.
    Reads only.
#}
{% macro table_movement(relation, before, after, most) %}
    {%- do return(
        adapter.dispatch("table_movement", "dbt_wap")(relation=relation, before=before, after=after, most=most)
    ) -%}
{% endmacro %}

{% macro default__table_movement(relation, before, after, most) %}
    {%- do dbt_wap.unsupported("table_movement") -%}
{% endmacro %}

{# The fingerprint covers the rows. Atomic: yes, reads nothing. #}
{% macro duckdb__table_movement(relation, before, after, most) %}
    {%- do return("no" if before["hash"] == after["hash"] else "data") -%}
{% endmacro %}

{#
    An equal token proves that nothing moved, another number of rows or other columns that something did. Otherwise
    compare the rows of a small table with its earlier ones, read with Time Travel. Atomic: yes, at most one block.
#}
{% macro snowflake__table_movement(relation, before, after, most) %}
    {%- if before["hash"] == after["hash"] -%} {%- do return("no") -%} {%- endif -%}
    {%- set reshaped = before["hash"].split(":")[0] != after["hash"].split(":")[0] -%}
    {%- if reshaped or before["rows"] != after["rows"] -%} {%- do return("data") -%} {%- endif -%}
    {%- set kept = dbt_wap.is_same_table(before["hash"], after["hash"]) and before["taken_at"] -%}
    {%- if not kept or after["rows"] > most -%} {%- do return("unknown") -%} {%- endif -%}
    {%- set columns = [] -%}
    {%- for column in dbt_wap.list_columns([relation]) if column["relation"] == relation["name"] -%}
        {%- do columns.append(column) -%}
    {%- endfor -%}
    {%- set block = dbt_wap._snowflake_same_rows_block(relation, columns, before["taken_at"]) -%}
    {%- do return({"same": "no", "moved": "data"}.get(dbt_wap._snowflake_block(block), "unknown")) -%}
{% endmacro %}
