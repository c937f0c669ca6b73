{# The rows that occur not equally often on both sides, with n = occurrences after - before. #}
{% macro multiset_sql(before, after, common) %}
    {%- set columns = [] -%}
    {%- for column in common or [1] -%} {%- do columns.append("c" ~ loop.index0) -%} {%- endfor -%}
    {%- set list = columns | join(", ") -%}
    {%- do return(
        "select " ~ list ~ ", sum(side) as n from (select *, 1 as side from ("
        ~ dbt_wap.select_common(after, common, "after") ~ ") union all select *, -1 as side from ("
        ~ dbt_wap.select_common(before, common, "before") ~ ")) group by " ~ list ~ " having sum(side) <> 0"
    ) -%}
{% endmacro %}
