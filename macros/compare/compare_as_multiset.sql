{#
    Return SQL that compares both sides without a key: if three equal rows become two, one row was removed. It counts
    rows added and removed, and has up to `limit` rows of each kind with the values of the columns `shown`.
    read_as_multiset reads the answer. plan: from get_comparison. Pure.
#}
{% macro compare_as_multiset(plan, shown=[], limit=0) %}
    with
        kept as {{ dbt_wap.computed_once() }} ({{ dbt_wap._uneven_rows_sql(plan) }}),
        totals as (
            select
                coalesce(sum(case when n > 0 then n else 0 end), 0) as added,
                coalesce(sum(case when n < 0 then - n else 0 end), 0) as removed
            from kept
        )
        {% if shown and limit %}
            ,
            firsts as {{ dbt_wap.computed_once() }} ({{ dbt_wap._first_hashes_sql(limit) }}),
            samples as ({{ dbt_wap.uneven_sample_sql(plan, shown, limit) }})
        {% endif %}
    select *
    from totals
    {% if shown and limit %} left join samples on true {% endif %}
{% endmacro %}

{#
    Return SQL for the rows that are not equally frequent on both sides. Two hashes, over the columns in both orders,
    because all rows are compared with each other; a union, to give both sides the same types. Pure.
#}
{% macro _uneven_rows_sql(plan) %}
    select h1, h2, sum(side) as n
    from
        (
            select side, {{ dbt_wap.row_hash_pair(plan) }}
            from ({{ dbt_wap.both_sides_sql(plan) }}) as both_sides
        ) as hashes
    group by h1, h2
    having sum(side) <> 0
{% endmacro %}

{% macro _first_hashes_sql(limit) %}
    {% for kind, sign in [("added", ">"), ("removed", "<")] %}
        {{ "union all" if not loop.first }}
        select '{{ kind }}' as kind, h1, h2
        from
            (
                select h1, h2 from kept where n {{ sign }} 0 order by h1, h2 limit {{ limit }}
            ) as first_{{ kind }}
    {% endfor %}
{% endmacro %}
