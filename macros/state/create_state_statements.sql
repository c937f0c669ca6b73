{# The statements that make the state schema and those of its tables that are not there. `state`: as get_state says it. #}
{% macro create_state_statements(state) %}
    {%- set place = dbt_wap.state_place() -%}
    {%- set statements = [] -%}
    {%- if not state["tables"] -%}
        {%- do statements.append("create schema if not exists " ~ dbt_wap.relation_name(place["database"], place["schema"])) -%}
    {%- endif -%}
    {%- for table, columns in dbt_wap.state_columns().items() if table not in state["tables"] -%}
        {%- do statements.append(
            "create table if not exists " ~ dbt_wap.state_table(table) ~ " (" ~ columns | join(", ") ~ ")"
        ) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
