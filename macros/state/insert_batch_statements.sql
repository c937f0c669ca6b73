{#
    Return the INSERTs of rows that belong together. All get the same number in `seq`, the last column: one more than
    the largest among the rows with equal values in the columns `same`. Each INSERT has at most `size` rows, because
    engines limit the length of a statement. Pure.
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

{# Return the expression for the number of a batch: the next one for its first INSERT, the newest for the others. #}
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
