{#
    Exact counts of rows added and removed where no key tells the rows apart: three equal rows that become
    two are one row removed. Returns {added, removed, changed: none, columns: {}}. Reads only.
#}
{% macro compare_as_multiset(before, after, common) %}
    {%- set row = run_query(
        "select coalesce(sum(case when n > 0 then n else 0 end), 0), coalesce(sum(case when n < 0 then -n else 0 end), 0)"
        ~ " from (" ~ dbt_wap.multiset_sql(before, after, common) ~ ")"
    ).rows[0].values() -%}
    {%- do return({"added": row[0] | int, "removed": row[1] | int, "changed": none, "columns": {}}) -%}
{% endmacro %}
