{#
    Return SQL for the compared columns of both sides, in common types, with side = 1 for the candidate and -1 for prod.
    `shown`: as in side_sql. Pure.
#}
{% macro both_sides_sql(plan, shown=[]) %}
    select *, 1 as side
    from ({{ dbt_wap.side_sql(plan, "after", shown) }}) as a
    union all
    select *, -1 as side
    from ({{ dbt_wap.side_sql(plan, "before", shown) }}) as b
{% endmacro %}
