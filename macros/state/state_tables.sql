{# Return the tables of the state schema and their columns, as {table: [column]} in lower case. Reads only. #}
{% macro state_tables() %}
    {%- set tables = {} -%}
    {%- for column in dbt_wap.list_columns([dbt_wap.state_place()]) -%}
        {%- do tables.setdefault(column["relation"] | lower, []).append(column["name"] | lower) -%}
    {%- endfor -%}
    {%- do return(tables) -%}
{% endmacro %}
