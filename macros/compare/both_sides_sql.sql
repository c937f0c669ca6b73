{#
    The compared columns of both sides, in types common to them, with side = 1 after and -1 before; `shown`: as in
    side_sql. Returns SQL text.
#}
{% macro both_sides_sql(plan, shown=[]) %}
    select *, 1 as side
    from ({{ dbt_wap.side_sql(plan, "after", shown) }}) as a
    union all
    select *, -1 as side
    from ({{ dbt_wap.side_sql(plan, "before", shown) }}) as b
{% endmacro %}
