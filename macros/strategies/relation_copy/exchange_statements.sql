{#
    Readers see all of the old relations until the commit, and all of the new ones after it. Tables are copied with
    constraints, indexes and comments. Relations that are not listed do not change. Atomic: yes, the caller runs the
    statements in one transaction: after a crash, nothing has changed.
#}
{% macro duckdb__relation_copy__exchange_statements(pairs, run_id, grants) %}
    {%- do dbt_wap._duckdb_refuse_grants(grants, run_id) -%}
    {%- set before = dbt_wap.get_definitions(dbt_wap.locate(pairs, "prod")) -%}
    {%- set after = dbt_wap.get_definitions(dbt_wap.locate(pairs, "source")) -%}
    {%- set change = {"prepare": [], "exchange": [], "archived": {}, "inventories": {}} -%}
    {%- set dropped, created, views = [], [], [] -%}
    {%- for pair in pairs -%}
        {%- set items = dbt_wap._duckdb_parents_first(dbt_wap._duckdb_with_relatives(pair, before), before) -%}
        {%- do dbt_wap._duckdb_add_archive(change, pair, items, before) -%}
        {%- do dropped.extend(dbt_wap._duckdb_drop_statements(pair, items)) -%}
        {%- if items -%} {%- do created.append(dbt_wap._duckdb_ensure_prod_sql(pair)) -%} {%- endif -%}
        {%- do created.extend(dbt_wap._duckdb_made_statements(pair, items, before, after)) -%}
        {%- for item in items if item["after_kind"] == "view" -%}
            {%- do views.append(dict(item, schema=pair["prod"], body=item["view"]["body"])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for item in dbt_wap._duckdb_in_reading_order(views) -%}
        {%- do created.extend(dbt_wap._duckdb_view_statements(item["view"], item["schema"], item["body"])) -%}
    {%- endfor -%}
    {%- do change.update({"exchange": dropped + created}) -%}
    {%- do return(change) -%}
{% endmacro %}

{% macro _duckdb_refuse_grants(grants, run_id) %}
    {%- for row in grants["apply"] + grants["revoke"] -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the strategy relation_copy recreates relations, and cannot restore the grant of " ~ row["privilege"]
            ~ " to " ~ row["to_name"],
            next="wap discard " ~ run_id,
        ) -%}
    {%- endfor -%}
{% endmacro %}

{# Build the statements that drop the relations of prod that are replaced or removed, children before parents. Pure. #}
{% macro _duckdb_drop_statements(pair, items) %}
    {%- set statements = [] -%}
    {%- for item in items | reverse if item["before_kind"] -%}
        {%- set name = dbt_wap.relation_name(pair["database"], pair["prod"], item["name"]) -%}
        {%- do statements.append(dbt_wap._duckdb_drop_sql(item["before_kind"], name)) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{% macro _duckdb_ensure_prod_sql(pair) -%}
    create schema if not exists {{ dbt_wap.relation_name(pair["database"], pair["prod"]) }}
{%- endmacro %}

{#
    Build the statements that create the new tables of a pair, from the source or, if it does not have them, from the
    archive. Pure.
#}
{% macro _duckdb_made_statements(pair, items, before, after) %}
    {%- set made, places, statements = [], {}, [] -%}
    {%- for item in items if item["after_kind"] == "table" -%}
        {%- set key = dbt_wap.relation_key(pair["database"], pair["source"], item["name"]) -%}
        {%- set definition = after[key] if key in after else dict(before[item["key"]], schema=pair["archive"]) -%}
        {%- do made.append({"key": key, "definition": definition}) -%}
        {%- do places.update({key: dict(definition, schema=pair["source"])}) -%}
    {%- endfor -%}
    {%- for table in dbt_wap._duckdb_parents_first(made, places) -%}
        {%- do statements.extend(dbt_wap._duckdb_table_statements(table["definition"], pair["prod"])) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{#
    Add to `change` the archive schema with what prod has now, and the inventory that tells a rollback what to undo.
    Reads only.
#}
{% macro _duckdb_add_archive(change, pair, items, definitions) %}
    {%- set rows, statements = dbt_wap._duckdb_inventory_rows(pair, items, definitions), change["prepare"] -%}
    {%- set key = dbt_wap.schema_key(pair["database"], pair["prod"]) -%}
    {%- do change["inventories"].update({key: dbt_wap._duckdb_inventory_hash(rows)}) -%}
    {%- do statements.append(dbt_wap.create_schema_statement(pair["database"], pair["archive"])) -%}
    {%- do statements.append(dbt_wap._duckdb_create_inventory_sql(pair)) -%}
    {%- if rows -%}
        {%- do statements.append(dbt_wap._duckdb_insert_inventory_sql(pair, rows)) -%}
    {%- endif -%}
    {%- for row in rows -%}
        {%- set key = items[loop.index0]["key"] -%}
        {%- if row["before_kind"] -%} {%- do change["archived"].update({key: true}) -%} {%- endif -%}
        {%- if row["before_kind"] == "table" -%}
            {%- do statements.extend(dbt_wap._duckdb_table_statements(definitions[key], pair["archive"])) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
