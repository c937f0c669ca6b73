{# The statements that make prod what the source schema holds and keep what prod was in the archive schema: publish and rollback alike. pairs: [{prod, source, archive, items: [{key, name, action: create|replace|drop, before_kind, after_kind, view}]}]. #}
{% macro exchange_statements(database, pairs) %}
    {%- do return(adapter.dispatch("exchange_statements", "dbt_wap")(database=database, pairs=pairs)) -%}
{% endmacro %}

{% macro default__exchange_statements(database, pairs) %}
    {%- do dbt_wap.unsupported("exchange_statements") -%}
{% endmacro %}

{#
    Readers see all of the old relations until the commit and all of the new ones after it. Tables are
    copied with constraints, indexes and comments; relations that are not listed are not touched.
    Atomic: yes, the caller runs the statements in one transaction: killed halfway, nothing has changed.
#}
{% macro duckdb__exchange_statements(database, pairs) %}
    {%- set prods = pairs | map(attribute="prod") | list -%}
    {%- set before = dbt_wap.get_definitions(database, prods) -%}
    {%- set after = dbt_wap.get_definitions(database, pairs | map(attribute="source") | list) -%}
    {%- set archived, dropped, created, views = [], [], [], [] -%}
    {%- for pair in pairs -%}
        {%- set items = dbt_wap._duckdb_parents_first(dbt_wap._duckdb_with_relatives(pair, before), before) -%}
        {%- do archived.extend(dbt_wap._duckdb_archive_statements(database, pair, items, before)) -%}
        {%- for item in items | reverse if item["before_kind"] -%}
            {%- do dropped.append(
                "drop " ~ item["before_kind"] ~ " " ~ dbt_wap.relation_name(database, pair["prod"], item["name"])
            ) -%}
        {%- endfor -%}
        {%- if items -%}
            {%- do created.append("create schema if not exists " ~ dbt_wap.relation_name(database, pair["prod"])) -%}
        {%- endif -%}
        {%- set made = {} -%}
        {%- for item in items if item["after_kind"] == "table" -%}
            {%- set key = dbt_wap.relation_key(pair["source"], item["name"]) -%}
            {%- do made.update({key: after[key] if key in after else dict(before[item["key"]], schema=pair["archive"])}) -%}
        {%- endfor -%}
        {%- do created.extend(dbt_wap._duckdb_made_statements(database, pair, made)) -%}
        {%- for item in items if item["after_kind"] == "view" -%}
            {%- do views.append({"key": item["key"], "pair": pair, "view": item["view"], "body": item["view"]["body"]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for item in dbt_wap._duckdb_in_reading_order(views) -%}
        {%- do created.extend(
            dbt_wap._duckdb_view_statements(database, item["view"], item["pair"]["prod"], item["view"]["body"])
        ) -%}
    {%- endfor -%}
    {%- do return(archived + dropped + created) -%}
{% endmacro %}

{# The tables of a pair as they are to be, from where `made` ({key of the source: definition}) says. #}
{% macro _duckdb_made_statements(database, pair, made) %}
    {%- set items, places, statements = [], {}, [] -%}
    {%- for key, definition in made.items() -%}
        {%- do items.append({"key": key, "definition": definition}) -%}
        {%- do places.update({key: dict(definition, schema=pair["source"])}) -%}
    {%- endfor -%}
    {%- for item in dbt_wap._duckdb_parents_first(items, places) -%}
        {%- do statements.extend(dbt_wap._duckdb_table_statements(database, item["definition"], pair["prod"])) -%}
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
    The archive schema with what prod holds now, and the inventory from which a rollback knows what to undo. A view
    that cannot be read stands there as none: the engine could not make it again.
#}
{% macro _duckdb_archive_statements(database, pair, items, definitions) %}
    {%- set inventory = dbt_wap.relation_name(database, pair["archive"], dbt_wap.inventory_name()) -%}
    {%- set statements = [
        "create schema " ~ dbt_wap.relation_name(database, pair["archive"]),
        "create table " ~ inventory ~ " (name varchar, action varchar, before_kind varchar, after_kind varchar, view varchar)",
    ] -%}
    {%- set views = [] -%}
    {%- for item in items if item["before_kind"] == "view" -%}
        {%- do views.append({"key": item["key"], "schema": pair["prod"], "name": item["name"], "kind": "view"}) -%}
    {%- endfor -%}
    {%- set broken = dbt_wap.unreadable_views(database, views) -%}
    {%- for item in items -%}
        {%- set definition = definitions.get(item["key"]) -%}
        {%- set values = [] -%}
        {%- for value in [
            item["name"],
            item["action"],
            none if item["key"] in broken else item["before_kind"],
            item["after_kind"],
            tojson(definition) if item["before_kind"] == "view" else none,
        ] -%}
            {%- do values.append("null" if value is none else dbt_wap.text_literal(value)) -%}
        {%- endfor -%}
        {%- do statements.append("insert into " ~ inventory ~ " values (" ~ values | join(", ") ~ ")") -%}
        {%- if item["before_kind"] == "table" -%}
            {%- do statements.extend(dbt_wap._duckdb_table_statements(database, definition, pair["archive"])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
