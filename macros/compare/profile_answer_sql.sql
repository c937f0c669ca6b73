{#
    Return the end of profile_question, after the expressions grouped (r: number of the subject, side, i: of the column,
    filled: 0 for NULL, shown: the value as text if it occurs more than once and may be shown, x: as a float, n: rows)
    and figures (r, side, i, n, lowest, highest, mean): the rows that read_profile reads, one for each column of a side.
    One with the number -1 only counts rows. Pure.
#}
{% macro profile_answer_sql() %}
    counts as {{ dbt_wap.computed_once() }} (
        select
            r,
            side,
            i,
            sum(filled) as distinct_values,
            sum(case when filled = 0 then n else 0 end) as nulls,
            min(x) as low,
            max(x) as high
        from grouped
        group by r, side, i
    ),
    tops as ({{ dbt_wap._top_values_sql() }}),
    histograms as ({{ dbt_wap._histograms_sql() }})
    select
        f.r,
        f.side,
        f.i,
        f.n,
        c.distinct_values,
        c.nulls,
        {{ dbt_wap.truncated_text("f.lowest") }} as lowest,
        {{ dbt_wap.truncated_text("f.highest") }} as highest,
        f.mean,
        {{ dbt_wap.text_of("c.low") }} as low,
        {{ dbt_wap.text_of("c.high") }} as high,
        h.bins
        {% for nth in range(1, 6) %}, t.value_{{ nth }}, t.rows_{{ nth }} {% endfor %}
    from figures as f
    left join counts as c on c.r = f.r and c.side = f.side and c.i = f.i
    left join tops as t on t.r = f.r and t.side = f.side and t.i = f.i
    left join histograms as h on h.r = f.r and h.side = f.side and h.i = f.i
{% endmacro %}

{# Return SQL for the five most frequent values of each column, if they occur more than once. Pure. #}
{% macro _top_values_sql() %}
    select
        r,
        side,
        i
        {% for nth in range(1, 6) %}
            ,
            max(case when nth = {{ nth }} then shown end) as value_{{ nth }},
            max(case when nth = {{ nth }} then n end) as rows_{{ nth }}
        {% endfor %}
    from
        (
            select r, side, i, n, nth, {{ dbt_wap.truncated_text("shown") }} as shown
            from
                (
                    select
                        r,
                        side,
                        i,
                        shown,
                        n,
                        row_number() over (
                            partition by r, side, i order by n desc, {{ dbt_wap.text_of("shown") }}
                        ) as nth
                    from grouped
                    where n > 1 and (shown is not null or filled = 0)
                ) as ranked
            where nth <= 5
        ) as first_values
    group by r, side, i
{% endmacro %}

{#
    Return SQL for the number of values in each of twenty equal bins, from the smallest to the largest finite value of
    both sides: twenty numbers as one text. Pure.
#}
{% macro _histograms_sql() %}
    select
        r,
        side,
        i,
        {% for bin in range(20) %}
            cast(
                sum(case when bin = {{ bin }} then n else 0 end) as varchar
            ){{ " || ' ' ||" if not loop.last }}
        {% endfor %} as bins
    from
        (
            select
                g.r,
                g.side,
                g.i,
                least(19, cast(floor(20 * (g.x - s.low) / (s.high - s.low)) as integer)) as bin,
                sum(g.n) as n
            from grouped as g
            join
                (
                    select r, i, min(low) as low, max(high) as high
                    from counts
                    group by r, i
                    having min(low) < max(high) and max(high) / 2 - min(low) / 2 < 5e299
                ) as s
                on g.r = s.r
                and g.i = s.i
            where g.x is not null
            group by 1, 2, 3, 4
        ) as binned
    group by r, side, i
{% endmacro %}
