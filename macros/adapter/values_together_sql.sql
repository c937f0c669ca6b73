{#
    Return common table expressions for the values of all columns of queries, which are grouped together: grouped and
    figures, as in profile_answer_sql. queries: [{r: a number, side, sql, cells: one for each column, {i: its number,
    form: its value in a form in which equal values group together and sort as they do, text: for people, number: SQL
    for these}}]. Ask most_rows_together first. Pure.
#}
{% macro values_together_sql(queries) %}
    {%- do return(adapter.dispatch("values_together_sql", "dbt_wap")(queries=queries)) -%}
{% endmacro %}

{% macro default__values_together_sql(queries) %}
    {%- do dbt_wap.unsupported("values_together_sql") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__values_together_sql(queries) %}
    cells as materialized({{ dbt_wap._cells_sql(queries) }}),
    grouped as materialized(
        select
            r,
            side,
            i,
            case when key is null then 0 else 1 end as filled,
            case when count(*) > 1 then min(text) end as shown,
            min(number) as x,
            count(*) as n
        from cells
        group by r, side, i, key
    ),
    figures as (
        select
            r,
            side,
            i,
            count(*) as n,
            min_by(text, key) as lowest,
            max_by(text, key) as highest,
            {{ dbt_wap.text_of("avg(number)") }} as mean
        from cells
        group by r, side, i
    )
{% endmacro %}

{# Never asked for. Atomic: yes, reads nothing. #}
{% macro snowflake__values_together_sql(queries) %}
    {%- do dbt_wap.unsupported("values_together_sql") -%}
{% endmacro %}

{# Return SQL that turns columns into rows: (r, side, i, key, text, number). A key is NULL for NULL. Pure. #}
{% macro _cells_sql(queries) %}
    {%- set sort_key = dbt_wap._sort_key_form() -%}
    {% for query in queries %}
        {{ "union all" if not loop.first }}
        select
            {{ query["r"] }} as r,
            '{{ query["side"] }}' as side,
            unnest(
                [
                    {%- for cell in query["cells"] %}
                        {
                            'i':{{ cell["i"] }},
                            'key': case
                                when {{ cell["form"] }} is not null
                                then {{ sort_key.replace("{}", cell["form"]) }}
                            end,
                            'text':{{ cell["text"] }},
                            'number':{{ cell["number"] }}
                        }{{ "," if not loop.last }}
                    {%- endfor %}
                ],
                recursive := true
            )
        from ({{ query["sql"] }}) as rows_of_cells
    {% endfor %}
{% endmacro %}

{#
    Return SQL with {} for an expression: a binary key that is equal if and only if the expression is, and sorts as it
    does. Without the empty string, the key of a short number would be another number. Pure.
#}
{% macro _sort_key_form() -%} create_sort_key({}, 'asc nulls last', '', 'asc nulls last') {%- endmacro %}
