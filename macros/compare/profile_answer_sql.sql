{# Return SQL for the rows that read_profile reads: one for each column of a side, and the number of its rows. Pure. #}
{% macro profile_answer_sql(columns, side, forms) %}
    {%- set shown = [] -%}
    {%- for column in columns if column[side] and column["shown"] and column["kind"] not in ["boolean", "other"] -%}
        {%- do shown.append(column) -%}
    {%- endfor -%}
    select
        side,
        i,
        n,
        distinct_values,
        nulls,
        {{ dbt_wap.truncated_text("lowest") }} as lowest,
        {{ dbt_wap.truncated_text("highest") }} as highest,
        mean,
        low,
        high,
        bins
        {% for nth in range(1, 6) %}, value_{{ nth }}, rows_{{ nth }} {% endfor %}
    from
        (
            select
                '{{ side }}' as side,
                coalesce(c.i, -1) as i,
                f.n,
                c.distinct_values,
                c.nulls,
                {{ dbt_wap._figure_sql(shown, "lowest") }} as lowest,
                {{ dbt_wap._figure_sql(shown, "highest") }} as highest,
                {{ dbt_wap._figure_sql(shown | rejectattr("kind", "in", ["text", "time"]) | list, "mean") }}
                as mean,
                {{ dbt_wap.text_of("c.low") }} as low,
                {{ dbt_wap.text_of("c.high") }} as high,
                h.bins
                {% for nth in range(1, 6) %}, t.value_{{ nth }}, t.rows_{{ nth }} {% endfor %}
            from {{ side }}_figures as f
            left join counts as c on c.side = '{{ side }}'
            left join tops as t on t.side = c.side and t.i = c.i
            left join histograms as h on h.side = c.side and h.i = c.i
        ) as profile_of_{{ side }}
{% endmacro %}

{# Return SQL for the five most frequent values of each column of `numbers`, if they occur more than once. Pure. #}
{% macro _top_values_sql(numbers) %}
    select
        side,
        i
        {% for nth in range(1, 6) %}
            ,
            max(case when nth = {{ nth }} then shown end) as value_{{ nth }},
            max(case when nth = {{ nth }} then n end) as rows_{{ nth }}
        {% endfor %}
    from
        (
            select side, i, n, nth, {{ dbt_wap.truncated_text("shown") }} as shown
            from
                (
                    select
                        side,
                        i,
                        shown,
                        n,
                        row_number() over (partition by side, i order by n desc, shown) as nth
                    from grouped
                    where n > 1 and i in ({{ (numbers or [-1]) | join(", ") }})
                ) as ranked
            where nth <= 5
        ) as first_values
    group by side, i
{% endmacro %}

{#
    Return SQL for the number of values in each of twenty equal bins, from the smallest to the largest finite value of
    both sides: twenty numbers as one text. Pure.
#}
{% macro _histograms_sql() %}
    select
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
                g.side,
                g.i,
                least(19, cast(floor(20 * (g.x - s.low) / (s.high - s.low)) as integer)) as bin,
                sum(g.n) as n
            from grouped as g
            join
                (
                    select i, min(low) as low, max(high) as high
                    from counts
                    group by i
                    having min(low) < max(high) and max(high) / 2 - min(low) / 2 < 5e299
                ) as s
                on g.i = s.i
            where g.x is not null
            group by 1, 2, 3
        ) as binned
    group by side, i
{% endmacro %}

{# Return SQL for one figure of the column with number c.i. Pure. #}
{% macro _figure_sql(columns, figure) %}
    {%- if columns -%}
        case
            c.i
            {% for column in columns %}
                when {{ column["at"] }} then f.{{ column["id"] }}_{{ figure }}
            {% endfor %}
        end
    {%- else -%} cast(null as varchar)
    {%- endif -%}
{% endmacro %}
