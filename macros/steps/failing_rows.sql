{#
    Answer some of the rows that tests of a run found, by the query of each test in the report: {tests: {unique id: from
    sample_failing}}. Not part of the verdict. Reads only. A run-operation for the runner.
#}
{% macro failing_rows(run=none, tests=[], context=none) %}
    {%- set found = dbt_wap.find_run(dbt_wap.get_state(run=run, exact=true), "report", run) -%}
    {%- set results, columns, shown = dbt_wap.get_results(found)["tests"], {}, {} -%}
    {%- for column in dbt_wap.list_columns(dbt_wap.locate(found["schemas"], "audit")) -%}
        {%- do columns.setdefault(column["relation"] | lower, []).append(column["name"] | lower) -%}
    {%- endfor -%}
    {%- for unique_id in tests if results.get(unique_id, {}).get("failing_sql") -%}
        {%- set sql = results[unique_id]["failing_sql"] -%}
        {%- do shown.update({unique_id: dbt_wap.sample_failing(unique_id, sql, columns)}) -%}
    {%- endfor -%}
    {%- do dbt_wap.answer(context, {"tests": shown}) -%}
{% endmacro %}
