{# The statements that make the state schema and its tables; they change nothing where these exist. #}
{% macro state_statements() %}
    {%- set schema = dbt_wap.relation_name(target.database, dbt_wap.get_var("wap_state_schema")) -%}
    {%- set statements = ["create schema if not exists " ~ schema] -%}
    {%- for table, columns in dbt_wap.state_columns().items() -%}
        {%- do statements.append(
            "create table if not exists " ~ dbt_wap.state_table(table) ~ " (" ~ columns | join(", ") ~ ")"
        ) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
