{# Run a query and return its rows as dicts with lowercase keys. Reads only. #}
{% macro rows_of(sql) %}
    {%- set table = run_query(sql) -%}
    {%- set rows = [] -%}
    {%- set names = table.column_names | map("lower") | list -%}
    {%- for row in table.rows -%} {%- do rows.append(dict(zip(names, row.values()))) -%} {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}
