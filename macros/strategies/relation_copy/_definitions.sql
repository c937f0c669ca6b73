{#
    Build the statements that create a table in another schema with the constraints, indexes, comments and (with_rows)
    rows of `definition`. Pure.
#}
{% macro _duckdb_table_statements(definition, schema, with_rows=true) %}
    {%- set name = dbt_wap.relation_name(definition["database"], schema, definition["name"]) -%}
    {%- set body = dbt_wap._duckdb_body_in(definition, schema) -%}
    {%- set statements = [dbt_wap._duckdb_create_sql("table", name, body)] -%}
    {%- if with_rows -%}
        {%- do statements.append(dbt_wap._duckdb_copy_rows_sql(name, dbt_wap.sql_name(definition))) -%}
    {%- endif -%}
    {%- for index in definition["indexes"] -%}
        {%- do statements.append(dbt_wap._duckdb_index_sql(name, index)) -%}
    {%- endfor -%}
    {%- do return(statements + dbt_wap._duckdb_comment_statements("table", name, definition)) -%}
{% endmacro %}

{% macro _duckdb_view_statements(definition, schema, body) %}
    {%- set name = dbt_wap.relation_name(definition["database"], schema, definition["name"]) -%}
    {%- set made = dbt_wap._duckdb_create_sql("view", name, body) -%}
    {%- do return([made] + dbt_wap._duckdb_comment_statements("view", name, definition)) -%}
{% endmacro %}

{% macro _duckdb_comment_statements(kind, name, definition) %}
    {%- set statements = [] -%}
    {%- if definition["comment"] is not none -%}
        {%- do statements.append(dbt_wap.comment_statement(kind, name, definition["comment"])) -%}
    {%- endif -%}
    {%- for column, comment in definition["column_comments"].items() -%}
        {%- set column_name = [name, dbt_wap.identifier(column)] | join(".") -%}
        {%- do statements.append(dbt_wap.comment_statement("column", column_name, comment)) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{# Return the columns and constraints of a table, with foreign keys that reference parents in the given schema. Pure. #}
{% macro _duckdb_body_in(definition, schema) %}
    {%- set body = namespace(sql=definition["body"]) -%}
    {%- for parent in definition["parents"] -%}
        {%- set name = dbt_wap.relation_name(none, schema, parent) -%}
        {%- for form in [dbt_wap.identifier(parent), parent] -%}
            {%- set body.sql = body.sql.replace(" REFERENCES %s(" | format(form), " REFERENCES %s(" | format(name)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(body.sql) -%}
{% endmacro %}

{% macro _duckdb_create_sql(kind, name, body) -%}
    create {{ kind }} {{ name }} {{ body }}
{%- endmacro %}

{% macro _duckdb_drop_sql(kind, name) -%}
    drop {{ kind }} {{ name }}
{%- endmacro %}

{% macro _duckdb_copy_rows_sql(name, source) -%}
    insert into {{ name }} select * from {{ source }}
{%- endmacro %}

{% macro _duckdb_index_sql(table, index) -%}
    create {{ "unique " if index["unique"] }}index {{ dbt_wap.identifier(index["name"]) }}
    on {{ table }}{{ index["on"] }}
{%- endmacro %}
