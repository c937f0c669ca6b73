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

{# Return SQL for the sample rows of one side. Only these are written as text. Pure. #}
{% macro _uneven_side_sql(plan, shown, side, kind) %}
    {%- set forms = plan["columns"] | map(attribute="sql") | map(attribute=side ~ "_form") | list %}
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
            select
                {% for column in shown %}
                    {{ column["sql"][side ~ "_text"] }} as shown_{{ column["id"] }},
                {% endfor %}
                {{ dbt_wap.row_hash(forms) }} as h1,
                {{ dbt_wap.row_hash(forms | reverse | list) }} as h2
            from
                {{ plan[side] }}
                {{ plan["where"] or "where true" }}
                and {{ dbt_wap.row_hash(forms) }} in (select h1 from firsts where kind = '{{ kind }}')
        ) as s
    join firsts as d on d.kind = '{{ kind }}' and s.h1 = d.h1 and s.h2 = d.h2
{% endmacro %}
