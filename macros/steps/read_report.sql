{# run-operation: hands the remembered report of a run to the runner; by hand it prints it. Reads only. #}
{% macro read_report(run=none, context=none) %}
    {%- set found = dbt_wap.find_run(dbt_wap.get_state(run=run), "report", run) -%}
    {%- set report = dbt_wap.get_report(found["run_id"]) -%}
    {%- if not report -%}
        {%- do dbt_wap.refuse(
            "report", dbt_wap.describe_run(found) ~ " has no report: it was not audited", next="wap audit " ~ found["run_id"]
        ) -%}
    {%- endif -%}
    {%- set report = dbt_wap.with_overrides(report, found) -%}
    {%- do dbt_wap.show_report(report) -%}
    {%- do dbt_wap.answer(context, report) -%}
{% endmacro %}
