{#
    Return SQL for n, which is 1 if two tables with the same columns have the same multiset of rows. columns: `common`
    from compare_columns. Pure.
#}
{% macro equal_content_sql(before, after, columns) %}
    {%- do return(
        adapter.dispatch("equal_content_sql", "dbt_wap")(before=before, after=after, columns=columns)
    ) -%}
{% endmacro %}

{% macro default__equal_content_sql(before, after, columns) %}
    {%- do dbt_wap.unsupported("equal_content_sql") -%}
{% endmacro %}

{# Never needed, because fingerprints cover the rows. Atomic: yes, reads nothing. #}
{% macro duckdb__equal_content_sql(before, after, columns) %}
    {%- do dbt_wap.unsupported("equal_content_sql") -%}
{% endmacro %}

{#
    Hash both sides in one statement, because Snowflake may change its hash function between releases. Atomic: yes,
    reads nothing.
#}
{% macro snowflake__equal_content_sql(before, after, columns) %}
    select
        case
            when
                ({{ dbt_wap._snowflake_hash_sql(before, columns, "before") }})
                = ({{ dbt_wap._snowflake_hash_sql(after, columns, "after") }})
            then 1
            else 0
        end as n
{% endmacro %}

{# Build a query that hashes the rows of one side. Pure. #}
{% macro _snowflake_hash_sql(relation, columns, side) %}
    select
        hash_agg(
            {%- for column in columns -%}
                {{ ", " if not loop.first }}{{ dbt_wap.form_of(column, dbt_wap.value_of(column, side)) }}
            {%- else -%}1
            {%- endfor -%}
        )
    from {{ dbt_wap.sql_name(relation) }}
{% endmacro %}
