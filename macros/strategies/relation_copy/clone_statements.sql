{#
    Makes the audit schemas; `rows` copies a table with its constraints and indexes, `shape` the same
    without rows, `view` the definition, reading the audit schemas for what is in them. Nothing in prod is written.
    Atomic: yes, the caller runs the statements in one transaction: killed halfway, nothing is left.
#}
{% macro duckdb__relation_copy__clone_statements(run_id, pairs, items) %}
    {%- set statements = [] -%}
    {%- set schemas = {} -%}
    {%- for pair in pairs -%}
        {%- do schemas.update({pair["prod"]: pair["audit"]}) -%}
        {%- do statements.append("create schema " ~ dbt_wap.relation_name(pair["database"], pair["audit"])) -%}
    {%- endfor -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.locate(pairs, "prod")) -%}
    {%- set tables = dbt_wap._duckdb_with_parents(items | rejectattr("how", "equalto", "view") | list, definitions) -%}
    {%- for item in dbt_wap._duckdb_parents_first(tables, definitions) -%}
        {%- do statements.extend(
            dbt_wap._duckdb_table_statements(definitions[item["key"]], item["audit"], with_rows=item["how"] == "rows")
        ) -%}
    {%- endfor -%}
    {%- set views, cloned = [], {} -%}
    {%- for item in items if item["how"] == "view" -%}
        {%- do views.append(dict(item, body=definitions[item["key"]]["body"])) -%}
    {%- endfor -%}
    {%- for item in tables + views -%}
        {%- do cloned.setdefault(item["prod"], []).append(item["name"]) -%}
    {%- endfor -%}
    {%- set bodies = dbt_wap.move_views(views, schemas, only=cloned) -%}
    {%- for view in dbt_wap._duckdb_in_reading_order(views) -%}
        {%- do statements.extend(
            dbt_wap._duckdb_view_statements(definitions[view["key"]], view["audit"], bodies[view["key"]])
        ) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{# A table with the constraints, indexes, comments and (with_rows) rows of `definition`, in another schema. #}
{% macro _duckdb_table_statements(definition, schema, with_rows=true) %}
    {%- set dest = dbt_wap.relation_name(definition["database"], schema, definition["name"]) -%}
    {%- set body = namespace(sql=definition["body"]) -%}
    {%- for parent in definition["parents"] -%}
        {%- for form in [dbt_wap.identifier(parent), parent] -%}
            {%- set body.sql = body.sql.replace(
                " REFERENCES " ~ form ~ "(", " REFERENCES " ~ dbt_wap.relation_name(none, schema, parent) ~ "("
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set statements = ["create table " ~ dest ~ body.sql] -%}
    {%- if with_rows -%}
        {%- set source = dbt_wap.relation_name(definition["database"], definition["schema"], definition["name"]) -%}
        {%- do statements.append("insert into " ~ dest ~ " select * from " ~ source) -%}
    {%- endif -%}
    {%- for index in definition["indexes"] -%}
        {%- do statements.append(
            "create " ~ ("unique " if index["unique"] else "") ~ "index " ~ dbt_wap.identifier(index["name"])
            ~ " on " ~ dest ~ index["on"]
        ) -%}
    {%- endfor -%}
    {%- do return(statements + dbt_wap._duckdb_comment_statements("table", dest, definition)) -%}
{% endmacro %}

{% macro _duckdb_view_statements(definition, schema, body) %}
    {%- set dest = dbt_wap.relation_name(definition["database"], schema, definition["name"]) -%}
    {%- do return(
        ["create view " ~ dest ~ " " ~ body] + dbt_wap._duckdb_comment_statements("view", dest, definition)
    ) -%}
{% endmacro %}

{% macro _duckdb_comment_statements(kind, dest, definition) %}
    {%- set statements = [] -%}
    {%- if definition["comment"] is not none -%}
        {%- do statements.append(
            "comment on " ~ kind ~ " " ~ dest ~ " is " ~ dbt_wap.text_literal(definition["comment"])
        ) -%}
    {%- endif -%}
    {%- for column, comment in definition["column_comments"].items() -%}
        {%- do statements.append(
            "comment on column " ~ dest ~ "." ~ dbt_wap.identifier(column) ~ " is " ~ dbt_wap.text_literal(comment)
        ) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{# The items, and with them the parents that their foreign keys name: with rows where the child has some. #}
{% macro _duckdb_with_parents(items, definitions) %}
    {%- set by_key = {} -%}
    {%- for item in items -%} {%- do by_key.update({item["key"]: dict(item)}) -%} {%- endfor -%}
    {%- set at = namespace(changed=true) -%}
    {%- for _ in definitions if at.changed -%}
        {%- set at.changed = false -%}
        {%- for child in by_key.values() | list -%}
            {%- for parent in dbt_wap._duckdb_parent_keys(definitions[child["key"]]) -%}
                {%- if parent not in by_key or (child["how"] == "rows" and by_key[parent]["how"] != "rows") -%}
                    {%- do by_key.update({parent: dict(child, key=parent, name=definitions[parent]["name"])}) -%}
                    {%- set at.changed = true -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(by_key.values() | list) -%}
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
    {%- set left = namespace(items=items) -%}
    {%- set sorted_items = [] -%}
    {%- for _ in items if left.items -%}
        {%- set waiting = left.items | map(attribute="key") | list -%}
        {%- set later = [] -%}
        {%- for item in left.items -%}
            {%- set definition = definitions.get(item["key"]) -%}
            {%- set parents = dbt_wap._duckdb_parent_keys(definition) if definition else [] -%}
            {%- if parents | select("in", waiting) | list -%} {%- do later.append(item) -%}
            {%- else -%} {%- do sorted_items.append(item) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set left.items = later -%}
    {%- endfor -%}
    {%- do return(sorted_items + left.items) -%}
{% endmacro %}
