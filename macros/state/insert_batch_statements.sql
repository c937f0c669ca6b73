{#
    The INSERTs of many rows that belong together: all get one number, in the column seq which comes last, the next one
    among the rows that `where` finds. In pieces, because engines bound the length of a statement.
#}
{% macro insert_batch_statements(table, rows, where) %}
    {%- set statements = [] -%}
    {%- for batch in rows | batch(500) -%}
        {%- set seq = "(select coalesce(max(seq), 0)" ~ (" + 1" if loop.first else "") ~ " from " ~ dbt_wap.state_table(table) ~ where ~ ")" -%}
        {%- set numbered = [] -%}
        {%- for row in batch -%} {%- do numbered.append(row + [{"sql": seq}]) -%} {%- endfor -%}
        {%- do statements.append(dbt_wap.insert_statement(table, numbered)) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
