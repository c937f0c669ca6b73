{# Tables are in the archive, views in its inventory. Atomic: yes, one scan per table. #}
{% macro duckdb__relation_copy__archived_now(states) %}
    {%- set relations = dbt_wap.relations_of(states, "archive") -%}
    {%- set found = dbt_wap.fingerprint_with_definitions(states, "archive", relations) -%}
    {%- for pair in states -%}
        {%- set rows = dbt_wap._duckdb_inventory(pair) -%}
        {%- if rows is not none -%}
            {%- set key = dbt_wap.schema_key(pair["database"], pair["prod"]) -%}
            {%- do found.update(dbt_wap.archive_mark(pair, {key: dbt_wap._duckdb_inventory_hash(rows)})) -%}
        {%- endif -%}
        {%- for row in rows or [] if row["before_kind"] == "view" and fromjson(row["view"] or "", none) is mapping -%}
            {%- set key = dbt_wap.relation_key(pair["database"], pair["prod"], row["name"]) -%}
            {%- do found.update({key: dbt_wap._duckdb_archived_view(pair, row)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the fingerprint of a view whose definition is in the inventory. Pure. #}
{% macro _duckdb_archived_view(pair, row) %}
    {%- do return(
        {
            "database": pair["database"],
            "schema": pair["prod"],
            "name": row["name"],
            "kind": "view",
            "rows": none,
            "hash": dbt_wap.definition_hash(fromjson(row["view"])),
        }
    ) -%}
{% endmacro %}

{#
    Return the rows of an archive's inventory, or none if it is missing or does not have its original columns. Reads
    only.
#}
{% macro _duckdb_inventory(pair) %}
    {%- set columns, name = [], dbt_wap.fold(dbt_wap.inventory_name()) -%}
    {%- for column in dbt_wap.list_columns(dbt_wap.locate([pair], "archive")) -%}
        {%- if dbt_wap.fold(column["relation"]) == name -%}
            {%- do columns.append(column["name"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if columns != dbt_wap._duckdb_inventory_columns() -%} {%- do return(none) -%} {%- endif -%}
    {%- do return(dbt_wap.rows_of(dbt_wap._duckdb_read_inventory_sql(pair))) -%}
{% endmacro %}
