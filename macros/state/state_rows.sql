{#
    Return a state table as a subquery that has all columns of this package's layout: a column that an older layout
    lacks is NULL. `tables`: from state_tables. Pure.
#}
{% macro state_rows(name, tables) -%}
    (
        select
            *
            {%- for column, type in dbt_wap.state_columns()[name].items() if column not in tables[name] %}
                , cast(null as {{ type }}) as {{ column }}
            {%- endfor %}
        from {{ dbt_wap.state_table(name) }}
    )
{%- endmacro %}
