{#
    Return the newest stored report of a run: {report: parsed, or none, fault: why there is none, hash: of its text}.
    Reads only.
#}
{% macro stored_report(run) %}
    {%- set rows, parts = dbt_wap.run_records(run, "report"), [] -%}
    {%- set seen = run["schemas"][0].get("seen", {}) if run.get("schemas") else {} -%}
    {%- set known = seen.get("records", {}) -%}
    {%- if "parsed_report" in known -%} {%- do return(known["parsed_report"]) -%} {%- endif -%}
    {#- The layout of 0.1.0 has no column part: there a report is one row. -#}
    {%- for row in rows | sort(attribute="part") -%}
        {%- do parts.append(row["report"] or "") -%}
    {%- endfor -%}
    {%- set text = parts | join("") -%}
    {%- set report = dbt_wap.parsed_json(text) -%}
    {%- set whole = report is mapping and report.get("relations") is sequence -%}
    {%- set readable = whole and report.get("version") == 2 -%}
    {%- set fault = "version " ~ report.get("version") ~ ", which this dbt-wap cannot read" if whole else none -%}
    {%- set stored = {"report": report if readable else none, "hash": local_md5(text)} -%}
    {%- do stored.update({"fault": "missing" if not parts else fault or "truncated or unreadable"}) -%}
    {%- do known.update({"parsed_report": stored}) -%}
    {%- do return(stored) -%}
{% endmacro %}
