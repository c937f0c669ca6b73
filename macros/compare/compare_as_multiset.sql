{#
    Return exact counts of rows added and removed without a key: if three equal rows become two, one row was removed.
    The result is {added, removed, changed: none, or 0 if nothing differs, columns: {}}. `plan`: from get_comparison.
    Keeps in this session, for sample_rows, the hashes of rows that are not equally frequent on both sides.
#}
{% macro compare_as_multiset(plan) %}
    {%- do dbt_wap.keep_rows(plan["kept"], dbt_wap._uneven_rows_sql(plan)) -%}
    {%- set row = dbt_wap.rows_of(dbt_wap._uneven_totals_sql(plan)) | first -%}
    {%- set added, removed = row["added"] | int, row["removed"] | int -%}
    {%- do return({"added": added, "removed": removed, "changed": none if added or removed else 0, "columns": {}}) -%}
{% endmacro %}

{#
    Return SQL for the rows that are not equally frequent on both sides. Two hashes, over the columns in both orders,
    because all rows are compared with each other; a union, to give both sides the same types. Pure.
#}
{% macro _uneven_rows_sql(plan) %}
    select h1, h2, sum(side) as n
    from
        (
            select side, {{ dbt_wap.row_hash_pair(plan) }}
            from ({{ dbt_wap.both_sides_sql(plan) }}) as both_sides
        ) as hashes
    group by h1, h2
    having sum(side) <> 0
{% endmacro %}

{% macro _uneven_totals_sql(plan) %}
    select
        coalesce(sum(case when n > 0 then n else 0 end), 0) as added,
        coalesce(sum(case when n < 0 then - n else 0 end), 0) as removed
    from {{ plan["kept"] }}
{% endmacro %}
