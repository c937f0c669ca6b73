{#
    Exact counts of rows added and removed where no key tells the rows apart: three equal rows that become two are one
    row removed. Returns {added, removed, changed: none, which is 0 where nothing differs, columns: {}}. `plan`: of
    get_comparison. This session keeps the hashes of the rows that occur not equally often on both sides, for
    sample_rows.
#}
{% macro compare_as_multiset(plan) %}
    {%- do dbt_wap.keep_rows(plan["kept"], dbt_wap._uneven_rows_sql(plan)) -%}
    {%- set row = dbt_wap.rows_of(dbt_wap._uneven_totals_sql(plan)) | first -%}
    {%- set added, removed = row["added"] | int, row["removed"] | int -%}
    {%- do return({"added": added, "removed": removed, "changed": none if added or removed else 0, "columns": {}}) -%}
{% endmacro %}

{#
    Two hashes, over the columns in both orders, because rows of all keys meet here. A union gives both sides the same
    types.
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
