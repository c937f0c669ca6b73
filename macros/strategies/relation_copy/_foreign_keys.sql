{# The items, and with them the parents that their foreign keys name: with rows where the child has some. #}
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

{# The parents of the items that are no items, or without rows that a child has, as {key: item}. #}
{% macro _duckdb_missed_parents(by_key, definitions) %}
    {%- set missed = {} -%}
    {%- for child in by_key.values() -%}
        {%- for parent in dbt_wap._duckdb_parent_keys(definitions[child["key"]]) -%}
            {%- set known = missed.get(parent) or by_key.get(parent) -%}
            {%- if not known or (child["how"] == "rows" and known["how"] != "rows") -%}
                {%- do missed.update({parent: dict(child, key=parent, name=definitions[parent]["name"])}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(missed) -%}
{% endmacro %}

{#
    The items, and with them the tables tied to one of them by foreign keys, in either direction: the engine drops no
    parent of another, and no child can be archived without its parent. What the source does not hold stays prod's own.
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

{# The keys of the other tables of the pair's prod that are a parent or a child of one of these. #}
{% macro _duckdb_tied_keys(pair, keys, definitions) %}
    {%- set parents, tied = [], [] -%}
    {%- for key in keys if key in definitions -%}
        {%- do parents.extend(dbt_wap._duckdb_parent_keys(definitions[key])) -%}
    {%- endfor -%}
    {%- for key, definition in definitions.items() if key not in keys -%}
        {%- set is_child = dbt_wap._duckdb_parent_keys(definition) | select("in", keys) | list | length > 0 -%}
        {%- set is_inside = dbt_wap.fold(definition["schema"]) == dbt_wap.fold(pair["prod"]) -%}
        {%- if is_inside and (is_child or key in parents) -%} {%- do tied.append(key) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(tied) -%}
{% endmacro %}

{# The keys of the tables that a table's foreign keys name; they are in its own schema. Itself is not one. #}
{% macro _duckdb_parent_keys(definition) %}
    {%- set keys = [] -%}
    {%- for parent in definition["parents"] if dbt_wap.fold(parent) != dbt_wap.fold(definition["name"]) -%}
        {%- do keys.append(dbt_wap.relation_key(definition["database"], definition["schema"], parent)) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}

{# The items in an order in which a foreign key finds its parent. #}
{% macro _duckdb_parents_first(items, definitions) %}
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
