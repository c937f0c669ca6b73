{#
    Return SQL that compares both sides by key: rows added, removed and changed, changed values by column, sums of the
    row hashes, and up to `limit` rows of each kind with the values of the columns `shown`. read_by_key reads the
    answer. If few rows changed, one join compares row hashes, and a second one reads the values of the rows that
    differ; if many did, one join with all values is faster. plan: from get_comparison; part: {main: whether to count
    changed values, many: whether many rows changed, sums: whether sums of row hashes are wanted}. Pure.
#}
{% macro compare_by_key(plan, shown, limit, part) %}
    {%- set valued = plan["columns"] | reject("in", plan["keys"]) | list if part["main"] else [] %}
    {%- set many, sums = part["many"] and valued, part["sums"] %}
    with
        found as {{ dbt_wap.computed_once() }} (
            {% if many %}{{ dbt_wap._paired_values_sql(plan, valued, sums) }}
            {% else %}{{ dbt_wap._differing_keys_sql(plan, sums) }}
            {% endif %}
        ),
        totals as ({{ dbt_wap._key_totals_sql(plan, sums, many) }})
        {% if many %}, changed_values as ({{ dbt_wap._counted_values_sql(valued) }})
        {% elif valued %}, changed_values as ({{ dbt_wap._changed_values_sql(plan, valued) }})
        {% endif %}
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
{% macro _differing_keys_sql(plan, sums) %}
    select
        differs,
        {% for column in plan["keys"] %}
            case when differs then k_{{ column["id"] }} end as {{ column["id"] }},
        {% endfor %}
        {% if sums %}
            {{ dbt_wap.sum_of_hashes("hash_before") }} as hash_before,
            {{ dbt_wap.sum_of_hashes("hash_after") }} as hash_after,
        {% endif %}
        count(hash_before) as n_before,
        count(hash_after) as n_after
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
{% macro _keyed_side_sql(plan, side, sample="") %}
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
    from {{ plan[side] }} {{ sample }} {{ plan["where"] }}
{% endmacro %}

{#
    Return SQL that pairs rows by key and compares the values of each column: (the key, n_before, n_after: 1 or 0,
    whether the side has it, differs, differs_c1, ..). A value that takes more than a number is compared by its hash, so
    that the join carries little. Pure.
#}
{% macro _paired_values_sql(plan, columns, sums) %}
    select
        *,
        n_before = 0 or n_after = 0
        {% for column in columns %} or differs_{{ column["id"] }} {% endfor %} as differs
    from
        (
            select
                {% for column in plan["keys"] %}
                    coalesce(b.k_{{ column["id"] }}, a.k_{{ column["id"] }}) as {{ column["id"] }},
                {% endfor %}
                {% for column in columns %}
                    {% if column["hashed"] %} b.{{ column["id"] }} is distinct from a.{{ column["id"] }}
                    {% else %} {{ column["sql"]["differs"] }}
                    {% endif %} as differs_{{ column["id"] }},
                {% endfor %}
                {% if sums %} b.row_hash as hash_before, a.row_hash as hash_after, {% endif %}
                coalesce(b.one, 0) as n_before,
                coalesce(a.one, 0) as n_after
            from ({{ dbt_wap._valued_side_sql(plan, "before", columns, sums) }}) as b
            full join
                ({{ dbt_wap._valued_side_sql(plan, "after", columns, sums) }}) as a
                on {% for column in plan["keys"] %}
                    b.k_{{ column["id"] }} = a.k_{{ column["id"] }}{{ " and" if not loop.last }}
                {% endfor %}
        ) as pairs
{% endmacro %}

{# Return SQL for one side: key in compared form (k_..), and the columns as the join compares them. Pure. #}
{% macro _valued_side_sql(plan, side, columns, sums) %}
    {%- set hashed = plan["columns"] | selectattr("hashed") | map(attribute="sql") | map(attribute=side ~ "_form") %}
    select
        {% for column in plan["keys"] %}
            {{ column["sql"][side ~ "_form"] }} as k_{{ column["id"] }},
        {% endfor %}
        {% for column in columns %}
            {%- set form = column["sql"][side ~ "_form"] -%}
            {% if not column["hashed"] %} {{ column["sql"][side] }}
            {% elif column["short"] and column["kind"] != "float" %} {{ form }}
            {% else %} {{ dbt_wap.row_hash([form]) }}
            {% endif %} as {{ column["id"] }},
        {% endfor %}
        {% if sums %} {{ dbt_wap.row_hash(hashed | list) }} as row_hash, {% endif %}
        cast(1 as smallint) as one
    from {{ plan[side] }} {{ plan["where"] }}
{% endmacro %}

{# Return SQL for the number of changed values of each column, from the values that were paired. Pure. #}
{% macro _counted_values_sql(columns) %}
    select
        {% for column in columns %}
            count(case when differs_{{ column["id"] }} then 1 end) as changed_{{ column["id"] }}
            {{- "," if not loop.last }}
        {% endfor %}
    from found
    where n_before = 1 and n_after = 1
{% endmacro %}

{# Return SQL for totals of the keys; a key that occurs twice or has a NULL is `unclear`. Pure. #}
{% macro _key_totals_sql(plan, sums, many) %}
    select
        coalesce(sum(n_before), 0) as rows_before,
        coalesce(sum(n_after), 0) as rows_after,
        {% if sums %}
            {{ dbt_wap.text_of("coalesce(sum(hash_before), 0)") }} as hash_before,
            {{ dbt_wap.text_of("coalesce(sum(hash_after), 0)") }} as hash_after,
        {% endif %}
        coalesce(sum(case when differs and n_after = 0 then 1 else 0 end), 0) as removed,
        coalesce(sum(case when differs and n_before = 0 then 1 else 0 end), 0) as added,
        coalesce(sum(case when differs and n_before > 0 and n_after > 0 then 1 else 0 end), 0) as changed,
        {% if many %} (select count(*) from ({{ dbt_wap._unclear_keys_sql(plan) }}) as unclear_keys)
        {% else %}
            coalesce(
                sum(
                    case
                        when
                            differs
                            and (
                                n_before > 1 or n_after > 1
                                {% for column in plan["keys"] %} or {{ column["id"] }} is null
                                {% endfor %}
                            )
                        then 1
                        else 0
                    end
                ),
                0
            )
        {% endif %} as unclear
    from found
{% endmacro %}

{#
    Return SQL for the keys that occur twice or have a NULL, from the pairs of _paired_values_sql with a row of only one
    side. A key that occurs twice and is on both sides makes more pairs than there are rows. Pure.
#}
{% macro _unclear_keys_sql(plan) %}
    {%- set ids = plan["keys"] | map(attribute="id") | join(", ") -%}
    select {{ ids }}
    from found
    where differs and (n_before = 0 or n_after = 0)
    group by {{ ids }}
    having
        sum(n_before) > 1 or sum(n_after) > 1
        {% for column in plan["keys"] %} or {{ column["id"] }} is null {% endfor %}
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
