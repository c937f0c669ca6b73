{# Print and answer the recorded report of a run. Reads only. A run-operation. #}
{% macro read_report(run=none, context=none) %}
    {%- set found = dbt_wap.find_run(dbt_wap.get_state(run=run, exact=true), "report", run) -%}
    {%- set stored = dbt_wap.stored_report(found) -%}
    {%- set report, known = stored["report"], dbt_wap.audit_hashes(found) -%}
    {%- set other = known and stored["hash"] != known["report"] -%}
    {%- set fault = "not from its last audit" if report is not none and other else stored["fault"] -%}
    {%- if report is none or other -%}
        {%- set never = fault == "missing" and not known -%}
        {%- set what = " has no report: it was not audited" if never else ": its report is " ~ fault -%}
        {%- do dbt_wap.refuse(
            "report",
            dbt_wap.describe_run(found) ~ what,
            prod=dbt_wap.describe_prod(found),
            next=("wap audit " if dbt_wap.can_act(found, "audit") else "wap status ") ~ found["run_id"],
            code="config" if never else "stale",
        ) -%}
    {%- endif -%}
    {%- set report = dbt_wap.apply_overrides(report, found) -%}
    {%- do report.update({"status": found["status"], "next": found["next"]}) -%}
    {%- do dbt_wap.show_report(report) -%}
    {%- do dbt_wap.answer(context, report) -%}
{% endmacro %}
