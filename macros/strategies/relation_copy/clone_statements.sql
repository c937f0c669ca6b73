{#
    Create the audit schemas. `rows` copies a table with its constraints and indexes, `shape` does the same without
    rows, and `view` copies the definition, which then reads the audit schemas where they have the relation. Prod does
    not change. Atomic: yes, the caller runs the statements in one transaction: after a crash, nothing is left.
#}
{% macro duckdb__relation_copy__clone_statements(run_id, pairs, items) %}
    {%- set statements, schemas = [], {} -%}
    {%- for pair in pairs -%}
        {%- do schemas.update({pair["prod"]: pair["audit"]}) -%}
        {%- do statements.append(dbt_wap.create_schema_statement(pair["database"], pair["audit"])) -%}
    {%- endfor -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.locate(pairs, "prod")) if items else {} -%}
    {%- set tables = dbt_wap._duckdb_with_parents(items | rejectattr("how", "equalto", "view") | list, definitions) -%}
    {%- for item in dbt_wap._duckdb_parents_first(tables, definitions) -%}
        {%- set definition, with_rows = definitions[item["key"]], item["how"] == "rows" -%}
        {%- do statements.extend(dbt_wap._duckdb_table_statements(definition, item["audit"], with_rows)) -%}
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
        {%- set definition, body = definitions[view["key"]], bodies[view["key"]] -%}
        {%- do statements.extend(dbt_wap._duckdb_view_statements(definition, view["audit"], body)) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
