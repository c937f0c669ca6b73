{#
    Return SQL that compares both sides by key with one join, which compares row hashes: rows added, removed and
    changed, changed values by column, sums of the row hashes, and up to `limit` rows of each kind with the values of
    the columns `shown`. read_by_key reads the answer. Without `details`, only count rows. plan: from get_comparison.
    Pure.
#}
{% macro compare_by_key(plan, shown=[], limit=0, details=true) %}
    {%- set valued = plan["columns"] | reject("in", plan["keys"]) | list if details else [] %}
    with
        found as {{ dbt_wap.computed_once() }} ({{ dbt_wap._differing_keys_sql(plan) }}),
        totals as ({{ dbt_wap._key_totals_sql(plan) }})
        {% if valued %}, changed_values as ({{ dbt_wap._changed_values_sql(plan, valued) }}) {% endif %}
        {% if shown and limit %}
            ,
            firsts as {{ dbt_wap.computed_once() }} ({{ dbt_wap._first_keys_sql(plan, limit) }}),
            samples as ({{ dbt_wap.keyed_sample_sql(plan, shown) }})
        {% endif %}
    select *
    from totals
    {% if valued %} cross join changed_values {% endif %}
    {% if shown and limit %} left join samples on true {% endif %}
{% endmacro %}

{# Return SQL for the keys that differ, with their number of rows on each side, and one row for all others. Pure. #}
{% macro _differing_keys_sql(plan) %}
    select
        differs,
        {% for column in plan["keys"] %}
            case when differs then k_{{ column["id"] }} end as {{ column["id"] }},
        {% endfor %}
        count(hash_before) as n_before,
        count(hash_after) as n_after,
        {{ dbt_wap.sum_of_hashes("hash_before") }} as hash_before,
        {{ dbt_wap.sum_of_hashes("hash_after") }} as hash_after
    from ({{ dbt_wap._paired_rows_sql(plan) }}) as pairs
    group by {{ range(1, 2 + plan["keys"] | length) | join(", ") }}
{% endmacro %}

{#
    Return SQL that pairs rows by key. It compares row hashes, so a changed row looks unchanged once in 2^64; columns
    with a tolerance are compared one by one. Pure.
#}
{% macro _paired_rows_sql(plan) %}
    select
        b.row_hash is distinct from a.row_hash
        {% for column in plan["columns"] if column not in plan["keys"] and not column["hashed"] %}
            or ({{ column["sql"]["differs"] }})
        {% endfor %} as differs,
        {% for column in plan["keys"] %}
            coalesce(b.k_{{ column["id"] }}, a.k_{{ column["id"] }}) as k_{{ column["id"] }},
        {% endfor %}
        b.row_hash as hash_before,
        a.row_hash as hash_after
    from ({{ dbt_wap._keyed_side_sql(plan, "before") }}) as b
    full join
        ({{ dbt_wap._keyed_side_sql(plan, "after") }}) as a
        on {% for column in plan["keys"] %}
            b.k_{{ column["id"] }} = a.k_{{ column["id"] }}{{ " and" if not loop.last }}
        {% endfor %}
{% endmacro %}

{# Return SQL for one side: row hash, key in compared form (k_..), and columns that are compared one by one. Pure. #}
{% macro _keyed_side_sql(plan, side) %}
    {%- set hashed = [] -%}
    {%- for column in plan["columns"] if column["hashed"] -%}
        {%- do hashed.append(column["sql"][side ~ "_form"]) -%}
    {%- endfor %}
    select
        {% for column in plan["columns"] if not column["hashed"] %}
            {{ column["sql"][side] }} as {{ column["id"] }},
        {% endfor %}
        {% for column in plan["keys"] %}
            {{ column["sql"][side ~ "_form"] }} as k_{{ column["id"] }},
        {% endfor %}
        {{ dbt_wap.row_hash(hashed) }} as row_hash
    from {{ plan[side] }} {{ plan["where"] }}
{% endmacro %}

{# Return SQL for totals of the keys; a key that occurs twice or has a NULL is `unclear`. Pure. #}
{% macro _key_totals_sql(plan) %}
    select
        coalesce(sum(n_before), 0) as rows_before,
        coalesce(sum(n_after), 0) as rows_after,
        {{ dbt_wap.text_of("coalesce(sum(hash_before), 0)") }} as hash_before,
        {{ dbt_wap.text_of("coalesce(sum(hash_after), 0)") }} as hash_after,
        coalesce(sum(case when differs and n_after = 0 then 1 else 0 end), 0) as removed,
        coalesce(sum(case when differs and n_before = 0 then 1 else 0 end), 0) as added,
        coalesce(sum(case when differs and n_before > 0 and n_after > 0 then 1 else 0 end), 0) as changed,
        coalesce(
            sum(
                case
                    when
                        differs
                        and (
                            n_before > 1 or n_after > 1
                            {% for column in plan["keys"] %} or {{ column["id"] }} is null {% endfor %}
                        )
                    then 1
                    else 0
                end
            ),
            0
        ) as unclear
    from found
{% endmacro %}

{# Return SQL for the number of changed values of each column, among rows whose key is on both sides. Pure. #}
{% macro _changed_values_sql(plan, columns) %}
    select
        {% for column in columns %}
            sum(case when {{ column["sql"]["differs"] }} then 1 else 0 end) as changed_{{ column["id"] }}
            {{- "," if not loop.last }}
        {% endfor %}
    from (select * from found where differs and n_before = 1 and n_after = 1) as d
    join ({{ dbt_wap.side_sql(plan, "before") }}) as b on {{ dbt_wap.keys_match(plan["keys"], "d", "b") }}
    join ({{ dbt_wap.side_sql(plan, "after") }}) as a on {{ dbt_wap.keys_match(plan["keys"], "d", "a") }}
{% endmacro %}

{# Return SQL for the smallest keys of each kind of rows that differ. A repeated key would multiply rows. Pure. #}
{% macro _first_keys_sql(plan, limit) %}
    {%- set ids = plan["keys"] | map(attribute="id") | join(", ") -%}
    {% for kind, before, after in [("added", 0, 1), ("removed", 1, 0), ("changed", 1, 1)] %}
        {{ "union all" if not loop.first }}
        select '{{ kind }}' as kind, row_number() over (order by {{ ids }}) as nth, {{ ids }}
        from
            (
                select {{ ids }}
                from found
                where differs and n_before = {{ before }} and n_after = {{ after }}
                order by {{ ids }}
                limit {{ limit }}
            ) as first_{{ kind }}
    {% endfor %}
{% endmacro %}
