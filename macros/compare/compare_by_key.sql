{#
    Return exact counts of rows added, removed and changed by key, and of changed values by column, from one join on
    the key that compares row hashes: {added, removed, changed, columns: {name: rows}, hashes: {before, after}: sums of
    the row hashes}; or key_problem if the key is not unique or has NULLs on a side. `plan`: from get_comparison;
    `rows`: {before, after}, the number of compared rows. Without `details`, do not count by column and do not explain
    a problem. Keeps in this session, for sample_rows, the keys that differ.
#}
{% macro compare_by_key(plan, rows, details=true) %}
    {%- set repeated = dbt_wap.has_repeated_key(plan, rows) -%}
    {%- if not repeated -%}
        {%- do dbt_wap.keep_rows(plan["kept"], dbt_wap._differing_keys_sql(plan)) -%}
        {%- set found = dbt_wap.rows_of(dbt_wap._key_totals_sql(plan)) | first -%}
    {%- endif -%}
    {#- If the key is not unique on a side, the join has more rows than that side. -#}
    {%- set proven = (
        not repeated
        and found["rows_before"] | int == rows["before"]
        and found["rows_after"] | int == rows["after"]
        and not found["unclear"] | int
    ) -%}
    {%- if not proven -%}
        {%- do return(dbt_wap.key_problem(plan) if details else {"problem": "not unique"}) -%}
    {%- endif -%}
    {%- set changed = found["changed"] | int -%}
    {%- do return(
        {
            "added": found["added"] | int,
            "removed": found["removed"] | int,
            "changed": changed,
            "columns": dbt_wap.changed_values(plan) if changed and details else {},
            "hashes": {"before": found["hash_before"], "after": found["hash_after"]},
        }
    ) -%}
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
            or ({{ dbt_wap.values_differ(column) }})
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
        {%- do hashed.append(dbt_wap.form_of(column, dbt_wap.value_of(column, side))) -%}
    {%- endfor %}
    select
        {% for column in plan["columns"] if not column["hashed"] %}
            {{ dbt_wap.value_of(column, side) }} as {{ column["id"] }},
        {% endfor %}
        {% for column in plan["keys"] %}
            {{ dbt_wap.form_of(column, dbt_wap.value_of(column, side)) }} as k_{{ column["id"] }},
        {% endfor %}
        {{ dbt_wap.row_hash(hashed) }} as row_hash
    from {{ plan[side] }} {{ plan["where"] }}
{% endmacro %}

{# Return SQL for totals of the kept keys; a key that occurs twice or has a NULL is `unclear`. Pure. #}
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
    from {{ plan["kept"] }}
{% endmacro %}
