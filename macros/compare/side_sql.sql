{#
    The compared columns of one side under the names c0, c1, ..: both sides of a comparison get the same names. Of the
    columns `shown` their values for people too, as shown_c0, .. Returns SQL text.
#}
{% macro side_sql(plan, side, shown=[]) %}
    select
        {% for column in plan["columns"] %}
            {{ dbt_wap.value_of(column, side) }} as {{ column["id"] }}{{ "," if shown or not loop.last }}
        {% else %} 1 as nothing
        {% endfor %}
        {% for column in shown %}
            {{ dbt_wap._value_for_people(column, side) }}
            as shown_{{ column["id"] }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ plan[side] }} {{ plan["where"] }}
{% endmacro %}

{% macro _value_for_people(column, side) %}
    {%- set name = dbt_wap.identifier(column["before"] if side == "before" else column["name"]) -%}
    {{ dbt_wap.shown_text(name, column["types"][side]) }}
{%- endmacro %}
