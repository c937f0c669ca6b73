{# Save the rows of a query for later statements of this session. Creates or replaces a temporary table. #}
{% macro keep_rows(table, query) %}
    {%- do adapter.dispatch("keep_rows", "dbt_wap")(table=table, query=query) -%}
{% endmacro %}

{% macro default__keep_rows(table, query) %} {%- do dbt_wap.unsupported("keep_rows") -%} {% endmacro %}

{# Atomic: yes, one statement. #}
{% macro duckdb__keep_rows(table, query) %}
    {%- do run_query(dbt_wap._temporary_table_sql(table, query)) -%}
{% endmacro %}

{# Atomic: yes, one statement. #}
{% macro snowflake__keep_rows(table, query) %}
    {%- do run_query(dbt_wap._temporary_table_sql(table, query)) -%}
{% endmacro %}

{% macro _temporary_table_sql(table, query) %}
    create or replace temporary table {{ table }} as
    {{ query }}
{% endmacro %}
