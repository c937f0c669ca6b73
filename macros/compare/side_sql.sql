{#
    Return SQL for the compared columns of one side under the names c0, c1, .., which are the same on both sides, and
    for the values of the columns `shown` as people read them, under shown_c0, .. Pure.
#}
{% macro side_sql(plan, side, shown=[]) %}
    select
        {% for column in plan["columns"] %}
            {{ column["sql"][side] }} as {{ column["id"] }}{{ "," if shown or not loop.last }}
        {% else %} 1 as nothing
        {% endfor %}
        {% for column in shown %}
            {{ column["sql"][side ~ "_text"] }} as shown_{{ column["id"] }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ plan[side] }} {{ plan["where"] }}
{% endmacro %}
