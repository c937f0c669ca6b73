{#
    One INSERT of literal rows into a state table. Text is quoted, none is null, numbers stand as they are; a value
    {"sql": ".."} is an expression, the same in its column for every row (not every engine takes a subquery in VALUES).
#}
{% macro insert_statement(table, rows) %}
    {%- set names, columns, lines = [], [], [] -%}
    {%- for value in rows[0] -%}
        {%- if value is mapping -%} {%- do columns.append(value["sql"]) -%}
        {%- else -%} {%- do names.append("c" ~ loop.index0) -%} {%- do columns.append("c" ~ loop.index0) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for row in rows -%}
        {%- set values = [] -%}
        {%- for value in row if value is not mapping -%}
            {%- if value is none -%} {%- do values.append("null") -%}
            {%- elif value is number -%} {%- do values.append(value | string) -%}
            {%- else -%} {%- do values.append(dbt_wap.text_literal(value)) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do lines.append("(" ~ values | join(", ") ~ ")") -%}
    {%- endfor -%}
    {%- do return(
        "insert into " ~ dbt_wap.state_table(table) ~ " select " ~ columns | join(", ") ~ " from (values "
        ~ lines | join(", ") ~ ") as v (" ~ names | join(", ") ~ ")"
    ) -%}
{% endmacro %}
