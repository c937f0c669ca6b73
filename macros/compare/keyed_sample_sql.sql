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
            {{ "b.shown_" ~ id if column["short"] else dbt_wap.truncated_text("b.shown_" ~ id) }}
            as before_{{ id }},
            {{ "a.shown_" ~ id if column["short"] else dbt_wap.truncated_text("a.shown_" ~ id) }}
            as after_{{ id }},
            case
                when
                    {% if column["hashed"] or column in plan["keys"] %} b.{{ id }} is distinct from a.{{ id }}
                    {% else %} {{ column["sql"]["differs"] }}
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
    Return SQL for the rows of one side with the keys of `firsts`: the compared columns, in compared form except those
    with a tolerance, and the values as people read them, under shown_c0, .. The outer join has to find them ready:
    DuckDB 2.0 fails to cast the NULL of a fixed-size array that it adds. Only these rows are written as text. Pure.
#}
{% macro _sample_side_sql(plan, side, shown) %}
    {%- set keys = plan["keys"] | map(attribute="sql") | map(attribute=side ~ "_form") | join(", ") %}
    select
        {% for column in plan["keys"] %}
            {{ column["sql"][side ~ "_form"] }} as {{ column["id"] }}{{ "," if shown or not loop.last }}
        {% endfor %}
        {% for column in shown %}
            {%- set value = side ~ "_form" if column["hashed"] else side %}
            {% if column not in plan["keys"] %} {{ column["sql"][value] }} as {{ column["id"] }}, {% endif %}
            {{ column["sql"][side ~ "_text"] }} as shown_{{ column["id"] }}{{ "," if not loop.last }}
        {% endfor %}
    from
        {{ plan[side] }}
        {{ plan["where"] or "where true" }}
        and ({{ keys }}) in (select {{ plan["keys"] | map(attribute="id") | join(", ") }} from firsts)
{% endmacro %}
