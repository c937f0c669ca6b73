{#
    Return SQL that compares pairs of small tables without a key, all with one group by: a row for each, (r: its number,
    from 0, added, removed, as in compare_as_multiset, sample: JSON of up to `limit` different rows of each kind in the
    order of their first eight texts, [{kind, before, after: [text]}]). pairs: [{before, after: {from: SQL, hashed,
    texts: [SQL]}}]. Ask most_rows_together first. Pure.
#}
{% macro count_together_sql(pairs, limit) %}
    {%- do return(adapter.dispatch("count_together_sql", "dbt_wap")(pairs=pairs, limit=limit)) -%}
{% endmacro %}

{% macro default__count_together_sql(pairs, limit) %}
    {%- do dbt_wap.unsupported("count_together_sql") -%}
{% endmacro %}

{# Two hashes, over the columns in both orders, as in row_hash_pair. Atomic: yes, reads nothing. #}
{% macro duckdb__count_together_sql(pairs, limit) %}
    with
        all_rows as materialized({{ dbt_wap._hashed_rows_sql(pairs) }}),
        kept as materialized(
            select r, h1, h2, sum(side) as n from all_rows group by r, h1, h2 having sum(side) <> 0
        ),
        totals as (
            select
                r,
                sum(case when n > 0 then n else 0 end) as added,
                sum(case when n < 0 then - n else 0 end) as removed
            from kept
            group by r
        ),
        firsts as (select *, row_number() over (partition by r, n > 0 order by h1, h2) as nth from kept),
        different as (
            select distinct
                f.r,
                case when f.n > 0 then 'added' else 'removed' end as kind,
                [{{ dbt_wap.truncated_text("x") }} for x in s.texts] as texts
            from firsts as f
            join
                all_rows as s
                on s.r = f.r
                and s.h1 = f.h1
                and s.h2 = f.h2
                and s.side = case when f.n > 0 then 1 else -1 end
            where f.nth <= {{ limit }}
        ),
        samples as (
            select
                r,
                to_json(
                    list(
                        {
                            'kind':kind,
                            'before': case when kind = 'removed' then texts end,
                            'after': case when kind = 'added' then texts end
                        }
                        order by nth
                    )
                ) as sample
            from
                (
                    select
                        *,
                        row_number() over (
                            partition by r, kind
                            order by
                                {% for at in range(1, 9) %}
                                    {{ dbt_wap.text_of("texts[" ~ at ~ "]") }}{{ "," if not loop.last }}
                                {% endfor %}
                        ) as nth
                    from different
                ) as numbered
            where nth <= {{ limit }}
            group by r
        )
    select
        cast(p.r as integer) as r,
        cast(coalesce(t.added, 0) as bigint) as added,
        cast(coalesce(t.removed, 0) as bigint) as removed,
        {{ dbt_wap.text_of("s.sample") }} as sample
    from range({{ pairs | length }}) as p(r)
    left join totals as t on t.r = p.r
    left join samples as s on s.r = p.r
{% endmacro %}

{# Never asked for. Atomic: yes, reads nothing. #}
{% macro snowflake__count_together_sql(pairs, limit) %}
    {%- do dbt_wap.unsupported("count_together_sql") -%}
{% endmacro %}

{# Return SQL for the rows of all pairs: number, side, hashes, and the texts of a row as a list. Pure. #}
{% macro _hashed_rows_sql(pairs) %}
    {% for pair in pairs %}
        {%- set r = loop.index0 -%}
        {{ "union all" if not loop.first }}
        {% for side, sign in [("before", -1), ("after", 1)] %}
            {%- set own = pair[side] -%}
            {{ "union all" if not loop.first }}
            select
                {{ r }} as r,
                {{ sign }} as side,
                hash({{ own["hashed"] | join(", ") }}) as h1,
                hash({{ own["hashed"] | reverse | join(", ") }}) as h2,
                cast([{{ own["texts"] | join(", ") }}] as varchar[]) as texts
            from {{ own["from"] }}
        {% endfor %}
    {% endfor %}
{% endmacro %}
