{#
    Return SQL for the answers to segments_question about pairs of small tables, all with one join, with r, the number
    of the pair, from 0. pairs: [{kinds: {kind: rows}, before, after: {from: SQL, keys, hashed: [SQL], facets: [{form,
    text: SQL}]}}]. Without keys, equal rows are numbered. Ask most_rows_together first. Pure.
#}
{% macro segments_together_sql(pairs) %}
    {%- do return(adapter.dispatch("segments_together_sql", "dbt_wap")(pairs=pairs)) -%}
{% endmacro %}

{% macro default__segments_together_sql(pairs) %}
    {%- do dbt_wap.unsupported("segments_together_sql") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__segments_together_sql(pairs) %}
    with
        all_rows as materialized({{ dbt_wap._facet_rows_sql(pairs) }}),
        wanted as (
            {% for pair in pairs %}
                {%- set r, first = loop.index0, loop.first -%}
                {% for kind, rows in pair["kinds"].items() %}
                    {{ "union all" if not (first and loop.first) }}
                    select {{ r }} as r, '{{ kind }}' as kind, {{ rows }} as n
                {% endfor %}
            {% endfor %}
        ),
        differing as materialized(
            select
                coalesce(b.r, a.r) as r,
                case
                    when b.row_hash is null then 'added' when a.row_hash is null then 'removed' else 'changed'
                end as kind,
                case when b.row_hash is null then a.facets else b.facets end as facets
            from (from all_rows where side = 'before') as b
            full join (from all_rows where side = 'after') as a on b.r = a.r and b.key = a.key
            where b.row_hash is distinct from a.row_hash
        ),
        frequent as materialized(
            select d.r, d.kind, d.i, d.form, min(d.v) as v, count(*) as n
            from (select r, kind, unnest(facets, recursive := true) from differing) as d
            join wanted as w on w.r = d.r and w.kind = d.kind
            group by d.r, d.kind, d.i, d.form, w.n
            having count(*) >= 20 and 2 * count(*) > w.n
        ),
        searched as (
            select r, unnest(facets, recursive := true)
            from all_rows
            where side = 'before'
            union all
            select r, unnest(facets, recursive := true)
            from differing
            where kind = 'added'
        ),
        totals as (
            select f.r, f.kind, f.i, count(*) as n
            from frequent as f
            join searched as x on x.r = f.r and x.i = f.i and x.form = f.form
            group by f.r, f.kind, f.i
        )
    select f.r, f.kind, f.i, {{ dbt_wap.truncated_text("f.v") }} as v, f.n, t.n as n_of_all
    from frequent as f
    join totals as t on t.r = f.r and t.kind = f.kind and t.i = f.i
{% endmacro %}

{# Never asked for. Atomic: yes, reads nothing. #}
{% macro snowflake__segments_together_sql(pairs) %}
    {%- do dbt_wap.unsupported("segments_together_sql") -%}
{% endmacro %}

{#
    Return SQL for the rows of both sides of all pairs: number, side, key, hash, and the facets of a row as a list. They
    are read once, as in _keyed_rows_sql. Pure.
#}
{% macro _facet_rows_sql(pairs) %}
    {%- set sort_key = dbt_wap._sort_key_form() -%}
    {% for pair in pairs %}
        {%- set number = loop.index0 -%}
        {{ "union all" if not loop.first }}
        {% for side in ["before", "after"] %}
            {%- set own, hash = pair[side], "hash(" ~ pair[side]["hashed"] | join(", ") ~ ")" -%}
            {%- set other = "hash(" ~ own["hashed"] | reverse | join(", ") ~ ")" -%}
            {%- set nth = "row_number() over (partition by " ~ hash ~ ", " ~ other ~ ")" -%}
            {{ "union all" if not loop.first }}
            select
                {{ number }} as r,
                '{{ side }}' as side,
                {{ sort_key.replace("{}", (own["keys"] or [hash, other, nth]) | join(", 'asc nulls last', ")) }}
                as key,
                {{ hash }} as row_hash,
                [
                    {%- for facet in own["facets"] %}
                        {
                            'i':{{ loop.index0 }},
                            'form':{{ sort_key.replace("{}", facet["form"]) }},
                            'v':{{ facet["text"] }}
                        }{{ "," if not loop.last }}
                    {%- endfor %}
                ] as facets
            from {{ own["from"] }}
        {% endfor %}
    {% endfor %}
{% endmacro %}
