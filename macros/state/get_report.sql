{# The newest report of a run as it was remembered (without sampled rows), or none. Reads only. #}
{% macro get_report(run_id) %}
    {%- set rows = dbt_wap.rows_of(
        "select report from " ~ dbt_wap.state_table("reports") ~ " where run_id = " ~ dbt_wap.text_literal(run_id)
        ~ " order by seq desc limit 1"
    ) -%}
    {%- do return(fromjson(rows[0]["report"]) if rows else none) -%}
{% endmacro %}
