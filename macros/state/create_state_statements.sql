{# Return the statements that create the state schema and its missing tables. `state`: from get_state. Pure. #}
{% macro create_state_statements(state) %}
    {%- set place, statements = dbt_wap.state_place(), [] -%}
    {%- set schema %}
        create schema if not exists {{ dbt_wap.relation_name(place["database"], place["schema"]) }}
    {% endset -%}
    {%- if not state["tables"] -%} {%- do statements.append(schema | trim) -%} {%- endif -%}
    {%- for name, columns in dbt_wap.state_columns().items() if name not in state["tables"] -%}
        {%- set table %}
            create table if not exists {{ dbt_wap.state_table(name) }} (
                {%- for column, type in columns.items() %}
                {{ column }} {{ type }}{{ "," if not loop.last }}
                {%- endfor %}
            )
        {% endset -%}
        {%- do statements.append(table | trim) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
