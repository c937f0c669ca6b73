{#
    One INSERT of literal rows into a state table. Text is quoted, none is null, numbers stand as they
    are; `raw` values (SQL expressions) are given as {"sql": "..."}.
#}
{% macro insert_statement(table, rows) %}
    {%- set lines = [] -%}
    {%- for row in rows -%}
        {%- set values = [] -%}
        {%- for value in row -%}
            {%- if value is none -%} {%- do values.append("null") -%}
            {%- elif value is mapping -%} {%- do values.append(value["sql"]) -%}
            {%- elif value is number -%} {%- do values.append(value | string) -%}
            {%- else -%} {%- do values.append(dbt_wap.text_literal(value)) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do lines.append("(" ~ values | join(", ") ~ ")") -%}
    {%- endfor -%}
    {%- do return("insert into " ~ dbt_wap.state_table(table) ~ " values " ~ lines | join(", ")) -%}
{% endmacro %}
