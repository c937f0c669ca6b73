{#
    Return SQL for the values that more than half of the rows of a kind have, at least 20 of them: (kind, i: number of
    the facet, v: the value for people, n: rows of this kind, n_of_all: of all rows). There is at most one for each kind
    and facet, so that a single scan can count them all. plan: from get_comparison, after the comparison; rows: of the
    entry; facets, kinds: from segments_asked. Pure.
#}
{% macro segments_question(plan, rows, facets, kinds) %}
    {%- set ids = facets | map(attribute="id") | list -%}
    {%- set question -%}
        with
            kept as {{ dbt_wap.computed_once() }} ({{ dbt_wap.kept_rows_sql(plan) }}),
            differing as {{ dbt_wap.computed_once() }} ({{ dbt_wap._differing_rows_sql(plan, facets) }}),
            frequent as ({{ dbt_wap._frequent_values_sql(ids, kinds, rows) }}),
            flat as ({{ dbt_wap._flat_values_sql(ids, kinds) }}),
            all_rows as (
                select {{ ids | join(", ") }}
                from ({{ dbt_wap._facets_sql(plan, facets, "before") }}) as b
                union all
                select {{ ids | join(", ") }}
                from differing
                where kind = 'added'
            ),
            totals as (
                select
                    count(*) as n
                    {% for kind in kinds %}
                        {% for id in ids %}
                            ,
                            count(
                                case when r.{{ id }} is not distinct from f.{{ kind }}_{{ id }} then 1 end
                            ) as {{ kind }}_{{ id }}
                        {% endfor %}
                    {% endfor %}
                from all_rows as r
                cross join flat as f
            )
        select 0 as r, kind, i, {{ dbt_wap.truncated_text("v") }} as v, n, n_of_all
        from
            (
                select
                    s.kind,
                    s.i,
                    coalesce(
                        {% for facet in facets %}
                            {{ facet["text"].replace("{}", "s." ~ facet["id"]) }},
                        {% endfor %}
                        cast(null as varchar)
                    ) as v,
                    s.n,
                    case
                        {% for kind in kinds %}
                            {% for id in ids %}
                                when s.kind = '{{ kind }}' and s.i = {{ loop.index0 }}
                                then t.{{ kind }}_{{ id }}
                            {% endfor %}
                        {% endfor %}
                    end as n_of_all
                from frequent as s
                cross join totals as t
            ) as found
    {%- endset -%}
    {%- do return(question) -%}
{% endmacro %}

{# Return SQL for the frequent values among the rows that differ, each in a row in which other facets are NULL. Pure. #}
{% macro _frequent_values_sql(ids, kinds, rows) %}
    select *
    from
        (
            select
                kind,
                case
                    {% for id in ids %} when grouping({{ id }}) = 0 then {{ loop.index0 }} {% endfor %}
                end as i,
                {{ ids | join(", ") }},
                count(*) as n
            from differing
            group by
                grouping sets ({% for id in ids %}(kind, {{ id }}){{ ", " if not loop.last }}{% endfor %})
        ) as grouped
    where
        n >= 20
        and 2 * n > case kind {% for kind in kinds %} when '{{ kind }}' then {{ rows[kind] }} {% endfor %} end
{% endmacro %}

{# Return SQL for one row with all frequent values, or for none if there are none. Pure. #}
{% macro _flat_values_sql(ids, kinds) %}
    select
        count(*) as n
        {% for kind in kinds %}
            {% for id in ids %}
                ,
                max(
                    case when kind = '{{ kind }}' and i = {{ loop.index0 }} then {{ id }} end
                ) as {{ kind }}_{{ id }}
            {% endfor %}
        {% endfor %}
    from frequent
    having count(*) > 0
{% endmacro %}

{# Return SQL for the rows that differ: kind and facets. Without a key, as many of equal rows as were kept. Pure. #}
{% macro _differing_rows_sql(plan, facets) %}
    {%- set ids = facets | map(attribute="id") | join(", ") -%}
    {% if plan["keys"] %}
        select case when d.n_after = 0 then 'removed' else 'changed' end as kind, {{ ids }}
        from (select * from kept where n_before > 0) as d
        join
            ({{ dbt_wap._facets_sql(plan, facets, "before") }}) as s
            on {{ dbt_wap.keys_match(plan["keys"], "d", "s") }}
        union all
        select 'added' as kind, {{ ids }}
        from (select * from kept where n_before = 0) as d
        join
            ({{ dbt_wap._facets_sql(plan, facets, "after") }}) as s
            on {{ dbt_wap.keys_match(plan["keys"], "d", "s") }}
    {% else %}
        {% for kind, side in [("removed", "before"), ("added", "after")] %}
            {{ "union all" if not loop.first }}
            select '{{ kind }}' as kind, {{ ids }}
            from
                (
                    select s.*, d.n, row_number() over (partition by s.h1, s.h2 order by s.h1) as nth
                    from
                        (
                            select *, {{ dbt_wap.row_hash_pair(plan) }}
                            from ({{ dbt_wap._facets_sql(plan, facets, side) }}) as one_side
                        ) as s
                    join
                        kept as d
                        on s.h1 = d.h1
                        and s.h2 = d.h2
                        and d.n {{ ">" if kind == "added" else "<" }} 0
                ) as copies
            where nth <= abs(n)
        {% endfor %}
    {% endif %}
{% endmacro %}

{# Return SQL for the facets of one side, and for what pairs its rows: the key, or without one all columns. Pure. #}
{% macro _facets_sql(plan, facets, side) %}
    select
        {% for column in plan["keys"] or plan["columns"] %}
            {{ dbt_wap.value_of(column, side) }} as {{ column["id"] }},
        {% endfor %}
        {% for facet in facets %}
            {{ facet[side] }} as {{ facet["id"] }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ plan[side] }} {{ plan["where"] }}
{% endmacro %}
