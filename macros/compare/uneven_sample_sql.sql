{#
    Return SQL for the sample rows of compare_as_multiset, from its CTE `firsts`: (kind, nth, before_c0, after_c0, ..:
    values for people of the side that has the row). Equal rows are shown once. Pure.
#}
{% macro uneven_sample_sql(plan, shown, limit) %}
    select *
    from
        (
            select
                kind,
                row_number() over (
                    partition by kind
                    order by
                        {% for column in shown[:8] %}
                            coalesce(
                                before_{{ column["id"] }}, after_{{ column["id"] }}
                            ){{ "," if not loop.last }}
                        {% endfor %}
                ) as nth
                {% for column in shown %}, before_{{ column["id"] }}, after_{{ column["id"] }} {% endfor %}
            from
                (
                    {{ dbt_wap._uneven_side_sql(plan, shown, "before", "removed") }}
                    union
                    {{ dbt_wap._uneven_side_sql(plan, shown, "after", "added") }}
                ) as rows_of_sides
        ) as numbered
    where nth <= {{ limit }}
{% endmacro %}

{% macro _uneven_side_sql(plan, shown, side, kind) %}
    select
        d.kind
        {% for column in shown %}
            {%- set value = "s.shown_" ~ column["id"] -%}
            {%- set value = value if column["short"] else dbt_wap.truncated_text(value) %},
            {{ value if side == "before" else "cast(null as varchar)" }} as before_{{ column["id"] }},
            {{ value if side == "after" else "cast(null as varchar)" }} as after_{{ column["id"] }}
        {% endfor %}
    from
        (
            select *, {{ dbt_wap.row_hash_pair(plan) }}
            from
                (
                    select *
                    from ({{ dbt_wap.both_sides_sql(plan, shown) }}) as both_sides
                    where side = {{ 1 if side == "after" else -1 }}
                ) as one_side
        ) as s
    join firsts as d on d.kind = '{{ kind }}' and s.h1 = d.h1 and s.h2 = d.h2
{% endmacro %}
