{#
    Return the newest stored report of a run: {report: parsed, or none, fault: why there is none, hash: of its text}.
    Reads only.
#}
{% macro stored_report(run) %}
    {%- set parts = [] -%}
    {#- The layout of 0.1.0 has no column part: there a report is one row. -#}
    {%- for row in dbt_wap.run_records(run, "report") | sort(attribute="part") -%}
        {%- do parts.append(row["report"] or "") -%}
    {%- endfor -%}
    {%- set text = parts | join("") -%}
    {%- set report = dbt_wap.parsed_json(text) -%}
    {%- set whole = report is mapping and report.get("relations") is sequence -%}
    {%- set readable = whole and report.get("version") == 2 -%}
    {%- set fault = "version " ~ report.get("version") ~ ", which this dbt-wap cannot read" if whole else none -%}
    {%- do return(
        {
            "report": report if readable else none,
            "fault": "missing" if not parts else fault or "truncated or unreadable",
            "hash": local_md5(text),
        }
    ) -%}
{% endmacro %}
