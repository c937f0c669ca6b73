{#
    The INSERTs of rows that belong together: all get one number, in the column seq which comes last, the next one among
    the rows with the same values in the columns `same`. In pieces of `size` rows, because engines bound the length of a
    statement. Pure.
#}
{% macro insert_batch_statements(table, rows, same=["run_id"], size=500) %}
    {%- set statements = [] -%}
    {%- for batch in rows | batch(size) -%}
        {%- set numbered, seq = [], dbt_wap._next_number_sql(table, rows[0], same, loop.first) -%}
        {%- for row in batch -%} {%- do numbered.append(row + [{"sql": seq}]) -%} {%- endfor -%}
        {%- do statements.append(dbt_wap.insert_statement(table, numbered)) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{# The next number of such rows; where the first of them are in by then, it is the newest. #}
{% macro _next_number_sql(table, row, same, first) %}
    {%- set values = dict(zip(dbt_wap.state_columns()[table].keys(), row)) -%}
    {%- set sql -%}
        (
            select coalesce(max(seq), 0){{ " + 1" if first }}
            from {{ dbt_wap.state_table(table) }}
            where
                {%- for column in same %}
                {{ "and " if not loop.first }}{{ column }} = {{ dbt_wap.text_literal(values[column]) }}
                {%- endfor %}
        )
    {%- endset -%}
    {%- do return(sql) -%}
{% endmacro %}
