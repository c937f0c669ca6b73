{#
    run-operation: hands the runner some of the rows that tests of a run have found, by the query that its report has of
    each: {tests: {unique id: of sample_failing}}. No part of the verdict; reads only.
#}
{% macro failing_rows(run=none, tests=[], context=none) %}
    {%- set found = dbt_wap.find_run(dbt_wap.get_state(run=run), "report", run) -%}
    {%- set results, columns, shown = dbt_wap.get_results(found["run_id"])["tests"], {}, {} -%}
    {%- for column in dbt_wap.list_columns(dbt_wap.locate(found["schemas"], "audit")) -%}
        {%- do columns.setdefault(column["relation"] | lower, []).append(column["name"] | lower) -%}
    {%- endfor -%}
    {%- for unique_id in tests if results.get(unique_id, {}).get("failing_sql") -%}
        {%- set sql = results[unique_id]["failing_sql"] -%}
        {%- do shown.update({unique_id: dbt_wap.sample_failing(unique_id, sql, columns)}) -%}
    {%- endfor -%}
    {%- do dbt_wap.answer(context, {"tests": shown}) -%}
{% endmacro %}
