{#
    run-operation of benchmarks/diff.py: what audit_helper has that comes nearest to the report, with the seconds of its
    two parts: the rows by status, and which columns differ; without a key, its comparison of sets.
#}
{% macro bench_audit_helper(tables) %}
    {%- set seconds, counts = {"rows": 0, "columns": 0}, {} -%}
    {%- for table in tables -%}
        {%- set parts = ["rows", "columns"] if table["key"] else ["sets"] -%}
        {%- for part in parts -%}
            {%- set start = modules.datetime.datetime.now() -%}
            {%- set rows = run_query(_bench_sql(part, table)).rows -%}
            {%- set taken = (modules.datetime.datetime.now() - start).total_seconds() -%}
            {%- do seconds.update({part: seconds.get(part, 0) + taken}) -%}
            {%- do counts.setdefault(table["name"], {}).update(_bench_counts(part, rows)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do print("BENCH:" ~ tojson({"seconds": seconds, "counts": counts})) -%}
{% endmacro %}

{% macro _bench_sql(part, table) %}
    {%- set sides = ["prod." ~ table["name"], "audit_prod." ~ table["name"]] -%}
    {%- if part == "sets" -%}
        {%- do return(audit_helper.compare_queries("select * from " ~ sides[0], "select * from " ~ sides[1])) -%}
    {%- endif -%}
    {%- set macro = (
        audit_helper.compare_and_classify_relation_rows
        if part == "rows"
        else audit_helper.compare_which_relation_columns_differ
    ) -%}
    {%- do return(macro(sides[0], sides[1], table["key"], table["columns"])) -%}
{% endmacro %}

{% macro _bench_counts(part, rows) %}
    {%- set counts, names = {}, [] -%}
    {%- for row in rows -%}
        {%- if part == "rows" -%}
            {%- do counts.update({row["dbt_audit_row_status"]: row["dbt_audit_num_rows_in_status"] | int}) -%}
        {%- elif part == "columns" -%}
            {%- if row["has_difference"] -%} {%- do names.append(row["column_name"]) -%} {%- endif -%}
        {%- else -%}
            {%- set only = "removed" if row["in_a"] else "added" -%}
            {%- do counts.update({"identical" if row["in_a"] and row["in_b"] else only: row["count"] | int}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(dict(counts, names=names) if part == "columns" else counts) -%}
{% endmacro %}

{# Not in the package for DuckDB, which cannot count distinct pairs; this is its own form for such engines. #}
{% macro duckdb___count_num_rows_in_status() %}
    {{ audit_helper._count_num_rows_in_status_without_distinct_window_func() }}
{% endmacro %}
