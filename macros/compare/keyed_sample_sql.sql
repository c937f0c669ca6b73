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
            case when {{ dbt_wap.values_differ(column) }} then 1 else 0 end as differs_{{ id }}
        {% endfor %}
    from firsts as d
    left join
        ({{ dbt_wap.side_sql(plan, "before", shown) }}) as b
        on {{ dbt_wap.keys_match(plan["keys"], "d", "b") }}
    left join
        ({{ dbt_wap.side_sql(plan, "after", shown) }}) as a
        on {{ dbt_wap.keys_match(plan["keys"], "d", "a") }}
{% endmacro %}
