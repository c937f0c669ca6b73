{#
    Readers see all of the old relations until the commit and all of the new ones after it. Tables are
    copied with constraints, indexes and comments; relations that are not listed are not touched.
    Atomic: yes, the caller runs the statements in one transaction: killed halfway, nothing has changed.
#}
{% macro duckdb__relation_copy__exchange_statements(pairs, run_id, grants) %}
    {%- for row in grants["apply"] + grants["revoke"] -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the strategy relation_copy makes relations anew, and cannot give back the grant of " ~ row["privilege"]
            ~ " to " ~ row["to_name"],
            next="wap discard " ~ run_id,
        ) -%}
    {%- endfor -%}
    {%- set before = dbt_wap.get_definitions(dbt_wap.locate(pairs, "prod")) -%}
    {%- set after = dbt_wap.get_definitions(dbt_wap.locate(pairs, "source")) -%}
    {%- set change = {"prepare": [], "exchange": [], "archived": {}, "inventories": {}} -%}
    {%- set dropped, created, views = [], [], [] -%}
    {%- for pair in pairs -%}
        {%- set items = dbt_wap._duckdb_parents_first(dbt_wap._duckdb_with_relatives(pair, before), before) -%}
        {%- do dbt_wap._duckdb_add_archive(change, pair, items, before) -%}
        {%- for item in items | reverse if item["before_kind"] -%}
            {%- do dropped.append(
                "drop " ~ item["before_kind"] ~ " " ~ dbt_wap.relation_name(pair["database"], pair["prod"], item["name"])
            ) -%}
        {%- endfor -%}
        {%- if items -%}
            {%- do created.append("create schema if not exists " ~ dbt_wap.relation_name(pair["database"], pair["prod"])) -%}
        {%- endif -%}
        {%- set made = {} -%}
        {%- for item in items if item["after_kind"] == "table" -%}
            {%- set key = dbt_wap.relation_key(pair["database"], pair["source"], item["name"]) -%}
            {%- do made.update({key: after[key] if key in after else dict(before[item["key"]], schema=pair["archive"])}) -%}
        {%- endfor -%}
        {%- do created.extend(dbt_wap._duckdb_made_statements(pair, made)) -%}
        {%- for item in items if item["after_kind"] == "view" -%}
            {%- do views.append({"key": item["key"], "pair": pair, "view": item["view"], "body": item["view"]["body"]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for item in dbt_wap._duckdb_in_reading_order(views) -%}
        {%- do created.extend(
            dbt_wap._duckdb_view_statements(item["view"], item["pair"]["prod"], item["view"]["body"])
        ) -%}
    {%- endfor -%}
    {%- do change.update({"exchange": dropped + created}) -%}
    {%- do return(change) -%}
{% endmacro %}

{# The tables of a pair as they are to be, from where `made` ({key of the source: definition}) says. #}
{% macro _duckdb_made_statements(pair, made) %}
    {%- set items, places, statements = [], {}, [] -%}
    {%- for key, definition in made.items() -%}
        {%- do items.append({"key": key, "definition": definition}) -%}
        {%- do places.update({key: dict(definition, schema=pair["source"])}) -%}
    {%- endfor -%}
    {%- for item in dbt_wap._duckdb_parents_first(items, places) -%}
        {%- do statements.extend(dbt_wap._duckdb_table_statements(item["definition"], pair["prod"])) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{#
    The items, and with them the tables tied to one of them by foreign keys, in either direction: the engine drops no
    parent of another, and no child can be archived without its parent. What the source does not hold stays prod's own.
#}
{% macro _duckdb_with_relatives(pair, definitions) %}
    {%- set items = pair["items"] | list -%}
    {%- set last = namespace(size=-1) -%}
    {%- for _ in definitions if items | length != last.size -%}
        {%- set last.size = items | length -%}
        {%- set touched = items | map(attribute="key") | list -%}
        {%- set parents = [] -%}
        {%- for key in touched if key in definitions -%}
            {%- do parents.extend(dbt_wap._duckdb_parent_keys(definitions[key])) -%}
        {%- endfor -%}
        {%- for key, definition in definitions.items() if key not in touched -%}
            {%- set tied = dbt_wap._duckdb_parent_keys(definition) | select("in", touched) | list or key in parents -%}
            {%- if tied and dbt_wap.fold(definition["schema"]) == dbt_wap.fold(pair["prod"]) -%}
                {%- do items.append(
                    {"key": key, "name": definition["name"], "action": "replace", "before_kind": "table", "after_kind": "table"}
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(items) -%}
{% endmacro %}

{#
    Adds the archive schema with what prod holds now, and the inventory from which a rollback knows what to undo. A view
    that cannot be read stands there as none: the engine could not make it again.
#}
{% macro _duckdb_add_archive(change, pair, items, definitions) %}
    {%- set rows = dbt_wap._duckdb_inventory_rows(pair, items, definitions) -%}
    {%- do change["inventories"].update(
        {dbt_wap.schema_key(pair["database"], pair["prod"]): dbt_wap._duckdb_inventory_hash(rows)}
    ) -%}
    {%- set columns = dbt_wap._duckdb_inventory_columns() -%}
    {%- set inventory = dbt_wap.relation_name(pair["database"], pair["archive"], dbt_wap.inventory_name()) -%}
    {%- do change["prepare"].extend(
        [
            "create schema " ~ dbt_wap.relation_name(pair["database"], pair["archive"]),
            "create table " ~ inventory ~ " (" ~ columns | join(" varchar, ") ~ " varchar)",
        ]
    ) -%}
    {%- for row in rows -%}
        {%- set values, item = [], items[loop.index0] -%}
        {%- for name in columns -%}
            {%- do values.append("null" if row[name] is none else dbt_wap.text_literal(row[name])) -%}
        {%- endfor -%}
        {%- do change["prepare"].append("insert into " ~ inventory ~ " values (" ~ values | join(", ") ~ ")") -%}
        {%- if row["before_kind"] -%} {%- do change["archived"].update({item["key"]: true}) -%} {%- endif -%}
        {%- if row["before_kind"] == "table" -%}
            {%- do change["prepare"].extend(dbt_wap._duckdb_table_statements(definitions[item["key"]], pair["archive"])) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{# What the inventory of an archive says of each of the items, in their order. #}
{% macro _duckdb_inventory_rows(pair, items, definitions) %}
    {%- set views, rows = [], [] -%}
    {%- for item in items if item["before_kind"] == "view" -%}
        {%- do views.append(dict(item, database=pair["database"], schema=pair["prod"], kind="view")) -%}
    {%- endfor -%}
    {%- set broken = dbt_wap.unreadable_views(views) -%}
    {%- for item in items -%}
        {%- do rows.append(
            {
                "name": item["name"],
                "action": item["action"],
                "before_kind": none if item["key"] in broken else item["before_kind"],
                "after_kind": item["after_kind"],
                "view": tojson(definitions.get(item["key"])) if item["before_kind"] == "view" else none,
            }
        ) -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}
