{#
    Return SQL for the text around the first difference of long values that begin alike, in the changed rows of a sample
    by smallest key: (n: number of the row, c: of the column, start, before, after). The first difference is found by
    bisection, which compares md5, because a collation may treat different texts as equal. read_text_windows reads the
    answer. columns: those with such values; limit: as for compare_by_key. plan: from get_comparison. Pure.
#}
{% macro text_windows_question(plan, columns, limit) %}
    with recursive
        kept as ({{ dbt_wap.kept_rows_sql(plan) }}),
        pairs as {{ dbt_wap.computed_once() }} ({{ dbt_wap._first_pairs_sql(plan, columns, limit) }}),
        texts as (
            {% for column in columns %}
                select
                    n,
                    {{ loop.index0 }} as c,
                    before_{{ column["id"] }} as before,
                    after_{{ column["id"] }} as after
                from pairs
                where
                    left(before_{{ column["id"] }}, 200) = left(after_{{ column["id"] }}, 200)
                    and greatest(length(before_{{ column["id"] }}), length(after_{{ column["id"] }})) > 200
                    and differs_{{ column["id"] }} = 1
                    {{ "union all" if not loop.last }}
            {% endfor %}
        ),
        search as (
            select n, c, 0 as same, 134217728 as step
            from texts
            union all
            select
                s.n,
                s.c,
                s.same + case
                    when md5(left(t.before, s.same + s.step)) = md5(left(t.after, s.same + s.step))
                    then s.step
                    else 0
                end,
                cast(floor(s.step / 2) as integer)
            from search s
            join texts t on s.n = t.n and s.c = t.c
            where s.step >= 1
        ),
        windows as (
            select t.n, t.c, t.before, t.after, greatest(s.same - 40, 0) as start
            from search s
            join texts t on s.n = t.n and s.c = t.c
            where s.step = 0
        )
    select n, c, start, substr(before, start + 1, 200) as before, substr(after, start + 1, 200) as after
    from windows
{% endmacro %}

{# Return SQL for the changed rows with the smallest keys. #}
{% macro _first_pairs_sql(plan, columns, limit) %}
    {%- set ids = plan["keys"] | map(attribute="id") | join(", ") -%}
    select
        d.n
        {% for column in columns %}
            ,
            b.shown_{{ column["id"] }} as before_{{ column["id"] }},
            a.shown_{{ column["id"] }} as after_{{ column["id"] }},
            case when {{ column["sql"]["differs"] }} then 1 else 0 end as differs_{{ column["id"] }}
        {% endfor %}
    from
        (
            select row_number() over (order by {{ ids }}) as n, {{ ids }}
            from
                (
                    select {{ ids }}
                    from kept
                    where n_before = 1 and n_after = 1
                    order by {{ ids }}
                    limit {{ limit }}
                ) as first_keys
        ) as d
    join
        ({{ dbt_wap.side_sql(plan, "before", columns) }}) as b
        on {{ dbt_wap.keys_match(plan["keys"], "d", "b") }}
    join
        ({{ dbt_wap.side_sql(plan, "after", columns) }}) as a
        on {{ dbt_wap.keys_match(plan["keys"], "d", "a") }}
{% endmacro %}
