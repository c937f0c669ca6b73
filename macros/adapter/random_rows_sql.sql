{#
    Return SQL for a random sample of about `percent` percent of the rows of a query, equal rows independently of each
    other. Read it in a common table expression with computed_once. hashed: the columns of the query as expressions that
    row_hash takes. Pure.
#}
{% macro random_rows_sql(query, hashed, percent) %}
    {%- do return(
        adapter.dispatch("random_rows_sql", "dbt_wap")(query=query, hashed=hashed, percent=percent)
    ) -%}
{% endmacro %}

{% macro default__random_rows_sql(query, hashed, percent) %}
    {%- do dbt_wap.unsupported("random_rows_sql") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__random_rows_sql(query, hashed, percent) %}
    select * from ({{ query }}) as all_rows {{ dbt_wap.sample_clause(percent) }}
{% endmacro %}

{#
    The same rows each time, because Snowflake may compute a common table expression again. SAMPLE would need a SEED for
    that, which it does not take for views. Atomic: yes, reads nothing.
#}
{% macro snowflake__random_rows_sql(query, hashed, percent) %}
    select *
    from
        (
            select *, row_number() over (partition by row_hash order by row_hash) as nth
            from
                (
                    select *, {{ dbt_wap.row_hash(hashed) }} as row_hash from ({{ query }}) as all_rows
                ) as hashed_rows
        ) as numbered_rows
    where mod(abs(hash(row_hash, nth)), 1000000) < {{ (percent * 10000) | round | int }}
{% endmacro %}
