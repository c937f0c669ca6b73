{# Return the items and the parents that their foreign keys reference. A parent gets rows if a child has rows. Pure. #}
{% macro _duckdb_with_parents(items, definitions) %}
    {%- set by_key = {} -%}
    {%- for item in items -%} {%- do by_key.update({item["key"]: dict(item)}) -%} {%- endfor -%}
    {%- set at = namespace(changed=true) -%}
    {%- for _ in definitions -%}
        {%- if at.changed -%}
            {%- set missed = dbt_wap._duckdb_missed_parents(by_key, definitions) -%}
            {%- do by_key.update(missed) -%}
            {%- set at.changed = missed | length > 0 -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(by_key.values() | list) -%}
{% endmacro %}

{# Return the parents that are not among the items, or that need rows because a child has rows: {key: item}. Pure. #}
{% macro _duckdb_missed_parents(by_key, definitions) %}
    {%- set missed = {} -%}
    {%- for child in by_key.values() -%}
        {%- set own = definitions[child["key"]] -%}
        {%- for parent in (dbt_wap._duckdb_parent_keys(own) if own["parents"] else []) -%}
            {%- set known = missed.get(parent) or by_key.get(parent) -%}
            {%- if not known or (child["how"] == "rows" and known["how"] != "rows") -%}
                {%- do missed.update({parent: dict(child, key=parent, name=definitions[parent]["name"])}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(missed) -%}
{% endmacro %}

{#
    Return the items and all tables connected to them by foreign keys, in either direction: DuckDB does not drop a table
    that a foreign key references, and a child cannot be archived without its parent. A table that the source does not
    have keeps prod's version. Pure.
#}
{% macro _duckdb_with_relatives(pair, definitions) %}
    {%- set items = pair["items"] | list -%}
    {%- set last = namespace(size=-1) -%}
    {%- for _ in definitions -%}
        {%- if items | length != last.size -%}
            {%- set last.size = items | length -%}
            {%- for key in dbt_wap._duckdb_tied_keys(pair, items | map(attribute="key") | list, definitions) -%}
                {%- set item = {"key": key, "name": definitions[key]["name"], "action": "replace"} -%}
                {%- do items.append(dict(item, before_kind="table", after_kind="table")) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(items) -%}
{% endmacro %}

{# Return the keys of the other tables in the pair's prod that are a parent or a child of one of these. Pure. #}
{% macro _duckdb_tied_keys(pair, keys, definitions) %}
    {%- set parents, children, tied = [], [], [] -%}
    {%- for key in keys if key in definitions and definitions[key]["parents"] -%}
        {%- do parents.extend(dbt_wap._duckdb_parent_keys(definitions[key])) -%}
    {%- endfor -%}
    {%- for key in dbt_wap._duckdb_with_foreign_keys(definitions) if key not in keys and key not in parents -%}
        {%- if dbt_wap._duckdb_parent_keys(definitions[key]) | select("in", keys) | list -%}
            {%- do children.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key in parents + children if key not in keys and key not in tied -%}
        {%- if dbt_wap.fold(definitions[key]["schema"]) == dbt_wap.fold(pair["prod"]) -%}
            {%- do tied.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(tied) -%}
{% endmacro %}

{#
    Return the keys of the tables that a table's foreign keys reference, except itself. They are in its own schema.
    Pure.
#}
{% macro _duckdb_parent_keys(definition) %}
    {%- set keys = [] -%}
    {%- for parent in definition["parents"] if dbt_wap.fold(parent) != dbt_wap.fold(definition["name"]) -%}
        {%- do keys.append(dbt_wap.relation_key(definition["database"], definition["schema"], parent)) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}

{# Return the keys of the tables that have foreign keys. Pure. #}
{% macro _duckdb_with_foreign_keys(definitions) %}
    {%- set keys = [] -%}
    {%- for key, definition in definitions.items() if definition["parents"] -%}
        {%- do keys.append(key) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}

{# Sort the items so that each table follows the parents of its foreign keys. Pure. #}
{% macro _duckdb_parents_first(items, definitions) %}
    {%- if not dbt_wap._duckdb_with_foreign_keys(definitions) -%} {%- do return(items) -%} {%- endif -%}
    {%- set left, sorted_items = namespace(rows=items), [] -%}
    {%- for _ in items -%}
        {%- set waiting, later = left.rows | map(attribute="key") | list, [] -%}
        {%- for item in left.rows -%}
            {%- set definition = definitions.get(item["key"]) -%}
            {%- set parents = dbt_wap._duckdb_parent_keys(definition) if definition else [] -%}
            {%- if parents | select("in", waiting) | list -%} {%- do later.append(item) -%}
            {%- else -%} {%- do sorted_items.append(item) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set left.rows = later -%}
    {%- endfor -%}
    {%- do return(sorted_items + left.rows) -%}
{% endmacro %}
