{# Print the report for people who run the operation by hand; the runner renders its own. Pure. #}
{% macro show_report(report) %}
    {%- set quiet = ["identical", "unchanged_definition", "not_built"] -%}
    {%- for entry in report["relations"] if entry["status"] not in quiet -%}
        {%- set rows, outside = {}, entry["outside_filter"] -%}
        {%- for name, count in entry["rows"].items() -%}
            {%- do rows.update({name: "n/a" if count is none else count}) -%}
        {%- endfor -%}
        {%- set beyond = dbt_wap.count_moved_rows(outside) -%}
        {%- do dbt_wap.say(
            "  " ~ entry["status"] ~ " " ~ entry["schema"] ~ "." ~ entry["name"] ~ ": " ~ rows["before"] ~ " -> "
            ~ rows["after"] ~ " rows, +" ~ rows["added"] ~ " -" ~ rows["removed"] ~ " ~"
            ~ rows["changed"]
            ~ (", rows were not compared (compare: counts)" if entry["compared"] == "counts" else "")
            ~ (", and " ~ beyond ~ " outside its filter" if beyond else "")
        ) -%}
    {%- endfor -%}
    {%- for name in report["stored_failures"] -%}
        {%- do dbt_wap.say("  stored failures, dropped with the candidate: " ~ name) -%}
    {%- endfor -%}
    {%- if report["untested"] -%}
        {%- do dbt_wap.say("  no test: " ~ report["untested"] | join(", ")) -%}
    {%- endif -%}
    {%- for each in report.get("reads_prod", []) -%}
        {%- do dbt_wap.say("  reads prod, as allowed: " ~ each["node"] ~ ": " ~ each["reads"] | join(", ")) -%}
    {%- endfor -%}
    {%- for test in report["failed_tests"] if test["status"] == "fail" -%}
        {%- do dbt_wap.say("  failed: " ~ test["name"] ~ ": " ~ (test["message"] or "no message")) -%}
    {%- endfor -%}
    {%- for reason in report["reasons"] -%} {%- do dbt_wap.say("  blocked: " ~ reason) -%} {%- endfor -%}
    {%- for warning in report.get("warnings", []) -%}
        {%- do dbt_wap.say("  warning: " ~ warning) -%}
    {%- endfor -%}
    {%- for sentence in report.get("hooks", []) -%}
        {%- do dbt_wap.say("  hook: " ~ sentence) -%}
    {%- endfor -%}
    {%- for sentence in report["prod_changed"] -%}
        {%- do dbt_wap.say("  prod changed since the clone: " ~ sentence) -%}
    {%- endfor -%}
    {%- do dbt_wap.say("run " ~ report["run_id"] ~ ": verdict " ~ dbt_wap.status_words(report["verdict"])) -%}
{% endmacro %}
