{# Tables stand there, views in the inventory. Atomic: yes, one scan a table. #}
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
            {%- do found.update(
                {
                    dbt_wap.relation_key(pair["database"], pair["prod"], row["name"]): {
                        "database": pair["database"],
                        "schema": pair["prod"],
                        "name": row["name"],
                        "kind": "view",
                        "rows": none,
                        "hash": dbt_wap.definition_hash(fromjson(row["view"])),
                    }
                }
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The rows of the inventory of an archive, or none where it is not there as it was made. #}
{% macro _duckdb_inventory(pair) %}
    {%- set columns = [] -%}
    {%- for column in dbt_wap.list_columns(dbt_wap.locate([pair], "archive"))
        if dbt_wap.fold(column["relation"]) == dbt_wap.fold(dbt_wap.inventory_name())
    -%}
        {%- do columns.append(column["name"]) -%}
    {%- endfor -%}
    {%- if columns != dbt_wap._duckdb_inventory_columns() -%} {%- do return(none) -%} {%- endif -%}
    {%- do return(
        dbt_wap.rows_of("select * from " ~ dbt_wap.relation_name(pair["database"], pair["archive"], dbt_wap.inventory_name()))
    ) -%}
{% endmacro %}

{% macro _duckdb_inventory_columns() %}
    {%- do return(["name", "action", "before_kind", "after_kind", "view"]) -%}
{% endmacro %}

{#
    A short text that is equal for equal rows of an inventory, in any order; dbt reads an empty text and the text
    null as NULL.
#}
{% macro _duckdb_inventory_hash(rows) %}
    {%- set lines = [] -%}
    {%- for row in rows -%}
        {%- set line = [] -%}
        {%- for name in dbt_wap._duckdb_inventory_columns() -%}
            {%- do line.append(none if row[name] in ["", "null"] else row[name]) -%}
        {%- endfor -%}
        {%- do lines.append(tojson(line)) -%}
    {%- endfor -%}
    {%- do return(local_md5(lines | sort | join(" "))) -%}
{% endmacro %}
