{#
    Exact counts of rows added, removed and changed by key, and of changed values by column, in one join of key and row
    hash that keeps the keys that differ. Returns {added, removed, changed, columns: {name: rows}, hashes: {before, after}:
    sums of the row hashes}, or {problem, duplicates, null_keys} when the key is not unique or has NULLs on a side.
    `plan`: of get_comparison; `rows`: {before, after}, how many are compared. Without `details` nothing is counted by
    column, and a problem is not explained. In the warehouse a temporary table is made, which sample_rows reads.
#}
{% macro compare_by_key(plan, rows, details=true) %}
    {%- if dbt_wap._has_repeated_key(plan, rows) -%}
        {%- do return(dbt_wap._key_problem(plan) if details else {"problem": "not unique"}) -%}
    {%- endif -%}
    {%- do run_query("create or replace temporary table " ~ dbt_wap.scratch_table("diff") ~ " as " ~ dbt_wap._differing_keys_sql(plan)) -%}
    {%- set nulls = [] -%}
    {%- for column in plan["keys"] -%} {%- do nulls.append(column["id"] ~ " is null") -%} {%- endfor -%}
    {%- set found = dbt_wap.rows_of(
        "select sum(n_before) as rows_before, sum(n_after) as rows_after, " ~ dbt_wap.text_of("sum(hash_before)") ~ " as hash_before, " ~ dbt_wap.text_of("sum(hash_after)") ~ " as hash_after,"
        ~ " sum(case when differs and n_after = 0 then 1 else 0 end) as removed,"
        ~ " sum(case when differs and n_before = 0 then 1 else 0 end) as added,"
        ~ " sum(case when differs and n_before > 0 and n_after > 0 then 1 else 0 end) as changed,"
        ~ " sum(case when differs and (n_before > 1 or n_after > 1 or " ~ nulls | join(" or ") ~ ") then 1 else 0 end) as unclear from "
        ~ dbt_wap.scratch_table("diff")
    )[0] -%}
    {#- A key that is not unique on a side makes the join longer than that side; a sum of parts, none of them negative. -#}
    {%- set proven = (
        (found["rows_before"] or 0) | int == rows["before"]
        and (found["rows_after"] or 0) | int == rows["after"]
        and not (found["unclear"] or 0) | int
    ) -%}
    {%- if not proven -%}
        {%- do return(dbt_wap._key_problem(plan) if details else {"problem": "not unique"}) -%}
    {%- endif -%}
    {%- set changed = (found["changed"] or 0) | int -%}
    {%- do return(
        {
            "added": (found["added"] or 0) | int,
            "removed": (found["removed"] or 0) | int,
            "changed": changed,
            "columns": dbt_wap._changed_values(plan) if changed and details else {},
            "hashes": {"before": found["hash_before"] or "0", "after": found["hash_after"] or "0"},
        }
    ) -%}
{% endmacro %}

{#
    The keys that differ, each with how many rows have it on either side, and one row for all that do not. Hashes of two
    rows of one key are compared, so that a row that changed looks unchanged once in 2^64.
#}
{% macro _differing_keys_sql(plan) %}
    {%- set inner, keys, pairs = [], [], [] -%}
    {%- set tests = ["b.row_hash is distinct from a.row_hash"] -%}
    {%- for column in plan["keys"] -%}
        {%- set id = "k_" ~ column["id"] -%}
        {%- do pairs.append("b." ~ id ~ " = a." ~ id) -%}
        {%- do inner.append(", coalesce(b." ~ id ~ ", a." ~ id ~ ") as " ~ id) -%}
        {%- do keys.append(", case when differs then " ~ id ~ " end as " ~ column["id"]) -%}
    {%- endfor -%}
    {%- for column in plan["columns"] if column not in plan["keys"] and not column["hashed"] -%}
        {%- do tests.append("(" ~ dbt_wap.values_differ(column) ~ ")") -%}
    {%- endfor -%}
    {%- do return(
        "select differs" ~ keys | join("") ~ ", count(hash_before) as n_before, count(hash_after) as n_after, "
        ~ dbt_wap.sum_of_hashes("hash_before") ~ " as hash_before, " ~ dbt_wap.sum_of_hashes("hash_after") ~ " as hash_after from (select "
        ~ tests | join(" or ") ~ " as differs" ~ inner | join("")
        ~ ", b.row_hash as hash_before, a.row_hash as hash_after from ("
        ~ dbt_wap._keyed_side_sql(plan, "before") ~ ") b full join (" ~ dbt_wap._keyed_side_sql(plan, "after") ~ ") a on "
        ~ pairs | join(" and ") ~ ") as pairs group by all"
    ) -%}
{% endmacro %}

{# One side: hash of the row, key in the form that is compared (k_..), the columns that are compared one by one. #}
{% macro _keyed_side_sql(plan, side) %}
    {%- set columns, hashed = [], [] -%}
    {%- for column in plan["columns"] -%}
        {%- set value = dbt_wap.value_of(column, side) -%}
        {%- if column["hashed"] -%} {%- do hashed.append(dbt_wap.form_of(column, value)) -%}
        {%- else -%} {%- do columns.append(", " ~ value ~ " as " ~ column["id"]) -%}
        {%- endif -%}
        {%- if column in plan["keys"] -%}
            {%- do columns.append(", " ~ dbt_wap.form_of(column, value) ~ " as k_" ~ column["id"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(
        "select " ~ dbt_wap.row_hash(hashed) ~ " as row_hash" ~ columns | join("") ~ " from " ~ plan[side] ~ plan["where"]
    ) -%}
{% endmacro %}

{# {column name: rows that have another value}, of the rows whose key is on both sides. #}
{% macro _changed_values(plan) %}
    {%- set counts, columns = [], {} -%}
    {%- for column in plan["columns"] if column not in plan["keys"] -%}
        {%- do counts.append("sum(case when " ~ dbt_wap.values_differ(column) ~ " then 1 else 0 end) as " ~ column["id"]) -%}
    {%- endfor -%}
    {%- set row = dbt_wap.rows_of(
        "select " ~ counts | join(", ") ~ " from (select * from " ~ dbt_wap.scratch_table("diff")
        ~ " where differs and n_before > 0 and n_after > 0) d join (" ~ dbt_wap.side_sql(plan, "before") ~ ") b on "
        ~ dbt_wap.keys_match(plan["keys"], "d", "b") ~ " join (" ~ dbt_wap.side_sql(plan, "after") ~ ") a on " ~ dbt_wap.keys_match(plan["keys"], "d", "a")
    )[0] -%}
    {%- for column in plan["columns"] if column not in plan["keys"] and (row[column["id"]] or 0) | int -%}
        {%- do columns.update({column["name"]: row[column["id"]] | int}) -%}
    {%- endfor -%}
    {%- do return(columns) -%}
{% endmacro %}

{#
    True where a few rows, taken at random, show that the key is not unique. A join on a key that very many rows have
    would not end; one that few have is found by its result.
#}
{% macro _has_repeated_key(plan, rows) %}
    {%- for side in ["before", "after"] if rows[side] -%}
        {%- set percent = 100 if rows[side] <= 1000000 else 1 -%}
        {%- set columns = [] -%}
        {%- for column in plan["keys"] -%}
            {%- do columns.append(dbt_wap.form_of(column, dbt_wap.value_of(column, side)) ~ " as " ~ column["id"]) -%}
        {%- endfor -%}
        {%- set ids = plan["keys"] | map(attribute="id") | join(", ") -%}
        {%- set found = run_query(
            "select 1 from (select " ~ columns | join(", ") ~ " from " ~ plan[side] ~ dbt_wap.sample_clause(percent) ~ plan["where"] ~ ") as some_rows group by "
            ~ ids ~ " having count(*) > 1 limit 1"
        ) -%}
        {%- if found.rows | length -%} {%- do return(true) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}

{# What is wrong with the key, exactly: {problem, duplicates: {before, after}: rows that share a key, null_keys: ..}. #}
{% macro _key_problem(plan) %}
    {%- set found = {"duplicates": {}, "null_keys": {}} -%}
    {%- for side in ["before", "after"] -%}
        {%- set row = dbt_wap.rows_of(dbt_wap._key_counts_sql(plan, side))[0] -%}
        {%- do found["duplicates"].update({side: row["repeated"] | int}) -%}
        {%- do found["null_keys"].update({side: row["empty"] | int}) -%}
    {%- endfor -%}
    {%- set sentences = [] -%}
    {%- for what, counts in [("have a NULL in the key", found["null_keys"]), ("share a key with others", found["duplicates"])] if counts["before"] or counts["after"] -%}
        {%- do sentences.append(counts["before"] ~ " rows of prod and " ~ counts["after"] ~ " of the candidate " ~ what) -%}
    {%- endfor -%}
    {%- do found.update({"problem": sentences | join("; ") or "rows came or went while they were compared"}) -%}
    {%- do return(found) -%}
{% endmacro %}

{# How many rows of a side share their key with others, and how many have a NULL in it. #}
{% macro _key_counts_sql(plan, side) %}
    {%- set ids, nulls = plan["keys"] | map(attribute="id") | list, [] -%}
    {%- for id in ids -%} {%- do nulls.append(id ~ " is null") -%} {%- endfor -%}
    {%- set null_key = nulls | join(" or ") %}
    select
        coalesce(sum(case when n > 1 and not ({{ null_key }}) then n else 0 end), 0) as repeated,
        coalesce(sum(case when {{ null_key }} then n else 0 end), 0) as empty
    from
        (
            select {{ ids | join(", ") }}, count(*) as n
            from
                (
                    select
                        {% for column in plan["keys"] -%}
                            {{ dbt_wap.form_of(column, column["id"]) }} as {{ column["id"] }}
                            {{- "," if not loop.last }}
                        {% endfor %}
                    from ({{ dbt_wap.side_sql(plan, side) }}) as all_rows
                ) as forms
            group by {{ ids | join(", ") }}
        ) as keys
{% endmacro %}
