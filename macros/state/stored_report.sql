{#
    Return the newest stored report of a run: {report: parsed, or none, fault: why there is none, hash: of its text}.
    Reads only.
#}
{% macro stored_report(run_id) %}
    {%- set sql %}
        with remembered as (
            select part, report, seq
            from {{ dbt_wap.state_table("reports") }}
            where run_id = {{ dbt_wap.text_literal(run_id) }}
        )
        select part, report
        from remembered
        where seq = (select max(seq) from remembered)
        order by part
    {% endset -%}
    {%- set parts = [] -%}
    {%- for row in dbt_wap.rows_of(sql) -%} {%- do parts.append(row["report"] or "") -%} {%- endfor -%}
    {%- set text = parts | join("") -%}
    {%- set report = dbt_wap.parsed_json(text) -%}
    {%- set readable = report is mapping and report.get("relations") is sequence -%}
    {%- do return(
        {
            "report": report if readable else none,
            "fault": "missing" if not parts else "truncated or unreadable",
            "hash": local_md5(text),
        }
    ) -%}
{% endmacro %}
