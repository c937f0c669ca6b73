{#
    Return the tables of the state schema and their columns, as {table: [column]} in lower case. rows: of its columns,
    if the caller has them. Reads only.
#}
{% macro state_tables(rows=none) %}
    {%- set tables = {} -%}
    {%- set rows = dbt_wap.list_columns([dbt_wap.state_place()]) if rows is none else rows -%}
    {%- for column in rows -%}
        {%- do tables.setdefault(column["relation"] | lower, []).append(column["name"] | lower) -%}
    {%- endfor -%}
    {%- do return(tables) -%}
{% endmacro %}
