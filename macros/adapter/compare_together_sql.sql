{#
    Return SQL that compares pairs of small tables by key, all with one join: a row for each, (r: its number, from 0,
    totals as in compare_by_key, columns: JSON of the changed values by column, sample: JSON of up to `limit` rows of
    each kind in the order of the key, [{kind, before, after: [text], differs: [1 or 0 by column]}]). pairs: [{before,
    after: {from: SQL, keys, hashed, forms, texts: [SQL]}}]. Ask most_rows_together first. Pure.
#}
{% macro compare_together_sql(pairs, limit) %}
    {%- do return(adapter.dispatch("compare_together_sql", "dbt_wap")(pairs=pairs, limit=limit)) -%}
{% endmacro %}

{% macro default__compare_together_sql(pairs, limit) %}
    {%- do dbt_wap.unsupported("compare_together_sql") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__compare_together_sql(pairs, limit) %}
    with
        all_rows as materialized({{ dbt_wap._keyed_rows_sql(pairs) }}),
        pairs as materialized(
            select
                coalesce(b.r, a.r) as r,
                coalesce(b.key, a.key) as key,
                b.row_hash is distinct from a.row_hash as differs,
                b.row_hash as hash_before,
                a.row_hash as hash_after,
                b.forms as forms_before,
                a.forms as forms_after,
                b.texts as texts_before,
                a.texts as texts_after
            from (from all_rows where side = 'before') as b
            full join (from all_rows where side = 'after') as a on b.r = a.r and b.key = a.key
        ),
        totals as ({{ dbt_wap._totals_together_sql() }}),
        differing as materialized(
            select
                *,
                case
                    when hash_before is null
                    then 'added'
                    when hash_after is null
                    then 'removed'
                    else 'changed'
                end as kind,
                case
                    when hash_before is not null and hash_after is not null
                    then
                        [
                            cast(x[1] is distinct from x[2] as integer) for x
                            in list_zip(forms_before, forms_after)
                        ]
                end as columns
            from pairs
            where differs
        ),
        changed_values as ({{ dbt_wap._changed_together_sql() }}),
        samples as ({{ dbt_wap._sample_together_sql(limit) }})
    select
        cast(p.r as integer) as r,
        cast(coalesce(t.rows_before, 0) as bigint) as rows_before,
        cast(coalesce(t.rows_after, 0) as bigint) as rows_after,
        {{ dbt_wap.text_of("coalesce(t.hash_before, 0)") }} as hash_before,
        {{ dbt_wap.text_of("coalesce(t.hash_after, 0)") }} as hash_after,
        coalesce(t.removed, 0) as removed,
        coalesce(t.added, 0) as added,
        coalesce(t.changed, 0) as changed,
        coalesce(t.unclear, 0) as unclear,
        {{ dbt_wap.text_of("c.columns") }} as columns,
        {{ dbt_wap.text_of("s.sample") }} as sample
    from range({{ pairs | length }}) as p(r)
    left join totals as t on t.r = p.r
    left join changed_values as c on c.r = p.r
    left join samples as s on s.r = p.r
{% endmacro %}

{# Never asked for. Atomic: yes, reads nothing. #}
{% macro snowflake__compare_together_sql(pairs, limit) %}
    {%- do dbt_wap.unsupported("compare_together_sql") -%}
{% endmacro %}

{#
    Return SQL for the rows of both sides of all pairs: number, side, key, hash, and the forms and texts of a row as
    lists. A join that read the tables itself would take 4 MB for each of them; so it reads what was read once. Pure.
#}
{% macro _keyed_rows_sql(pairs) %}
    {%- set sort_key = dbt_wap._sort_key_form() -%}
    {% for pair in pairs %}
        {%- set number = loop.index0 -%}
        {{ "union all" if not loop.first }}
        {% for side in ["before", "after"] %}
            {%- set own, forms = pair[side], [] -%}
            {%- for form in own["forms"] -%}
                {%- do forms.append(sort_key.replace("{}", form)) -%}
            {%- endfor -%}
            {{ "union all" if not loop.first }}
            select
                {{ number }} as r,
                '{{ side }}' as side,
                case
                    when {{ own["keys"] | join(" is not null and ") }} is not null
                    then {{ sort_key.replace("{}", own["keys"] | join(", 'asc nulls last', ")) }}
                end as key,
                hash({{ own["hashed"] | join(", ") }}) as row_hash,
                [{{ forms | join(", ") }}] as forms,
                cast([{{ own["texts"] | join(", ") }}] as varchar[]) as texts
            from {{ own["from"] }}
        {% endfor %}
    {% endfor %}
{% endmacro %}

{# Return SQL for totals of the keys by pair; see _key_totals_sql. Pure. #}
{% macro _totals_together_sql() %}
    select
        r,
        sum(n_before) as rows_before,
        sum(n_after) as rows_after,
        sum(hash_before) as hash_before,
        sum(hash_after) as hash_after,
        count(case when differs and n_after = 0 then 1 end) as removed,
        count(case when differs and n_before = 0 then 1 end) as added,
        count(case when differs and n_before > 0 and n_after > 0 then 1 end) as changed,
        count(case when differs and (n_before > 1 or n_after > 1 or key is null) then 1 end) as unclear
    from
        (
            select
                r,
                differs,
                case when differs then key end as key,
                count(hash_before) as n_before,
                count(hash_after) as n_after,
                {{ dbt_wap.sum_of_hashes("hash_before") }} as hash_before,
                {{ dbt_wap.sum_of_hashes("hash_after") }} as hash_after
            from pairs
            group by 1, 2, 3
        ) as found
    group by r
{% endmacro %}

{# Return SQL for the numbers of changed values by pair, as JSON in the order of the forms. Pure. #}
{% macro _changed_together_sql() %}
    select r, to_json(list(n order by i)) as columns
    from
        (
            select r, i, sum(changed) as n
            from
                (
                    select r, unnest(columns) as changed, generate_subscripts(columns, 1) as i from differing
                ) as by_value
            group by r, i
        ) as by_column
    group by r
{% endmacro %}

{# Return SQL for the sample rows by pair, as JSON. Pure. #}
{% macro _sample_together_sql(limit) %}
    select
        r,
        to_json(
            list(
                {
                    'kind':kind,
                    'before':[{{ dbt_wap.truncated_text("x") }} for x in texts_before],
                    'after':[{{ dbt_wap.truncated_text("x") }} for x in texts_after],
                    'differs':columns
                }
                order by nth
            )
        ) as sample
    from (select *, row_number() over (partition by r, kind order by key) as nth from differing) as numbered
    where nth <= {{ limit }}
    group by r
{% endmacro %}
