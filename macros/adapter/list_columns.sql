{#
    List the columns of all relations in the schemas as [{database, schema, relation, name, type, nullable}], in order.
    Reads only.
#}
{% macro list_columns(places) %}
    {%- do return(adapter.dispatch("list_columns", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__list_columns(places) %} {%- do dbt_wap.unsupported("list_columns") -%} {% endmacro %}

{# Atomic: yes, one query of the catalog. #}
{% macro duckdb__list_columns(places) %}
    {%- do return(dbt_wap.rows_of(dbt_wap.columns_sql(places))) -%}
{% endmacro %}

{# Types include their length, precision and scale. Atomic: yes, one query per database. #}
{% macro snowflake__list_columns(places) %}
    {%- do return(dbt_wap._snowflake_catalog(places, "columns")) -%}
{% endmacro %}
