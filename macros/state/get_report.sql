{# The newest report of a run as it was remembered (without sampled rows), or none. Reads only. #}
{% macro get_report(run_id) %}
    {%- set where = " from " ~ dbt_wap.state_table("reports") ~ " where run_id = " ~ dbt_wap.text_literal(run_id) -%}
    {%- set parts = dbt_wap.rows_of(
        "select report" ~ where ~ " and seq = (select max(seq)" ~ where ~ ") order by part"
    ) -%}
    {%- do return(fromjson(parts | map(attribute="report") | join("")) if parts else none) -%}
{% endmacro %}
