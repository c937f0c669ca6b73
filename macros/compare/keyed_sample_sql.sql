{#
    Return SQL for the sample rows of compare_by_key, from its CTE `firsts`: (kind, nth, before_c0, after_c0, ..: values
    for people, differs_c0, ..: 1 if they differ). read_samples reads them. Pure.
#}
{% macro keyed_sample_sql(plan, shown) %}
    select
        d.kind,
        d.nth
        {% for column in shown %}
            {%- set id = column["id"] %},
            {{ dbt_wap.truncated_text("b.shown_" ~ id) }} as before_{{ id }},
            {{ dbt_wap.truncated_text("a.shown_" ~ id) }} as after_{{ id }},
            case
                when
                    {% if column["hashed"] or column in plan["keys"] %} b.{{ id }} is distinct from a.{{ id }}
                    {% else %} {{ dbt_wap.values_differ(column) }}
                    {% endif %}
                then 1
                else 0
            end as differs_{{ id }}
        {% endfor %}
    from firsts as d
    left join
        ({{ dbt_wap._sample_side_sql(plan, "before", shown) }}) as b
        on {% for column in plan["keys"] %}
            d.{{ column["id"] }} = b.{{ column["id"] }}{{ " and" if not loop.last }}
        {% endfor %}
    left join
        ({{ dbt_wap._sample_side_sql(plan, "after", shown) }}) as a
        on {% for column in plan["keys"] %}
            d.{{ column["id"] }} = a.{{ column["id"] }}{{ " and" if not loop.last }}
        {% endfor %}
{% endmacro %}

{#
    Return SQL for the compared columns of one side, in compared form except those with a tolerance, and for the values
    as people read them, under shown_c0, .. The join has to find them ready: DuckDB 2.0 fails to cast the NULL of a
    fixed-size array that an outer join adds. Pure.
#}
{% macro _sample_side_sql(plan, side, shown) %}
    select
        {% for column in plan["columns"] if column["hashed"] or column in plan["keys"] %}
            {{ dbt_wap.form_of(column, dbt_wap.value_of(column, side)) }} as {{ column["id"] }},
        {% endfor %}
        {% for column in plan["columns"] if not column["hashed"] and column not in plan["keys"] %}
            {{ dbt_wap.value_of(column, side) }} as {{ column["id"] }},
        {% endfor %}
        {% for column in shown %}
            {{ dbt_wap._value_for_people(column, side) }}
            as shown_{{ column["id"] }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ plan[side] }} {{ plan["where"] }}
{% endmacro %}
