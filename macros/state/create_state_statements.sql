{#
    Return the statements that bring the state tables to the layout of this package: create missing tables, add missing
    columns, and run the changes of each newer layout. The last one creates the marker table layout_N, so an interrupted
    migration starts again. `state`: from get_state. Pure.
#}
{% macro create_state_statements(state) %}
    {%- set tables, statements = state["tables"], [] -%}
    {%- set layout, known = dbt_wap.recorded_layout(tables), dbt_wap.state_layout() -%}
    {%- for name, columns in dbt_wap.state_columns().items() -%}
        {%- if name not in tables -%}
            {%- do statements.append(dbt_wap._create_table_sql(name, columns) | trim) -%}
        {%- endif -%}
        {%- for column, type in columns.items() if column not in tables.get(name, columns) -%}
            {%- do statements.append(dbt_wap._add_column_sql(name, column, type) | trim) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for number in range(layout + 1, known + 1) if state["exists"] -%}
        {%- do statements.extend(dbt_wap.layout_changes().get(number, [])) -%}
    {%- endfor -%}
    {%- if layout < known -%} {%- do statements.append(dbt_wap._layout_sql(known) | trim) -%} {%- endif -%}
    {%- do return(statements) -%}
{% endmacro %}

{% macro _create_table_sql(name, columns) %}
    create table if not exists {{ dbt_wap.state_table(name) }} (
    {%- for column, type in columns.items() %} {{ column }} {{ type }}{{ "," if not loop.last }} {%- endfor %}
    )
{% endmacro %}

{% macro _add_column_sql(name, column, type) %}
    alter table {{ dbt_wap.state_table(name) }} add column if not exists {{ column }} {{ type }}
{% endmacro %}

{% macro _layout_sql(layout) %}
    create table if not exists {{ dbt_wap.state_table("layout_" ~ layout) }} as
    select {{ dbt_wap.text_literal(dbt_wap.utc_now()) }} as made_at
{% endmacro %}
