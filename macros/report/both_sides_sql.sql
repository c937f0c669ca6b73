{# The compared columns of both sides, in types common to them, with side = 1 after and -1 before. Returns SQL text. #}
{% macro both_sides_sql(plan) %}
    {%- do return(
        "select *, 1 as side from (" ~ dbt_wap.side_sql(plan, "after") ~ ") as a union all select *, -1 as side from ("
        ~ dbt_wap.side_sql(plan, "before") ~ ") as b"
    ) -%}
{% endmacro %}
