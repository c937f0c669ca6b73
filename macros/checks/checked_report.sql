{#
    Return the report of the last audit of a run, in the form of report.json: {run_id, created_at, relations: [entry
    from new_entry], grants, overrides, ..}. Refuse (code stale, or interrupted if prod has the candidate) a report that
    is missing, truncated, of another run, or different from the one recorded, and fingerprints of the candidate that
    differ from those recorded. Reads only.
#}
{% macro checked_report(run, step) %}
    {%- set known = dbt_wap.audit_hashes(run) -%}
    {%- if not known -%}
        {%- do dbt_wap.refuse(
            step,
            "the audit of " ~ dbt_wap.describe_run(run) ~ " did not finish" ~ (": " ~ run["reason"] if run["reason"]),
            prod=dbt_wap.describe_prod(run),
            next="wap audit " ~ run["run_id"] if dbt_wap.can_act(run, "audit") else run["next"],
            code="blocked",
        ) -%}
    {%- endif -%}
    {%- set stored = dbt_wap.stored_report(run) -%}
    {%- set fault = dbt_wap._report_fault(run, stored, known) -%}
    {%- if fault -%}
        {%- set begun = run["status"] in ["publishing", "publish_interrupted"] -%}
        {%- set swapped = begun and dbt_wap.is_swapped(run, some=true) -%}
        {%- do dbt_wap.refuse(
            step,
            "the record of " ~ dbt_wap.describe_run(run) ~ " is damaged: " ~ fault,
            prod=dbt_wap.describe_prod(run),
            next="wap rollback " ~ run["run_id"] if swapped else "wap discard " ~ run["run_id"],
            code="interrupted" if swapped else "stale",
        ) -%}
    {%- endif -%}
    {%- do return(stored["report"]) -%}
{% endmacro %}

{# Return why the stored report does not match the last audit, or none. `known`: from audit_hashes. #}
{% macro _report_fault(run, stored, known) %}
    {%- if stored["report"] is none -%} {%- do return("its report is " ~ stored["fault"]) -%} {%- endif -%}
    {%- if stored["report"].get("run_id") != run["run_id"] -%}
        {%- do return("its report belongs to another run") -%}
    {%- endif -%}
    {%- if stored["hash"] != known["report"] -%}
        {%- do return("its report is not the one that its last audit recorded") -%}
    {%- endif -%}
    {%- set fingerprints = dbt_wap.get_fingerprints(run, "candidate_at_audit") -%}
    {%- if dbt_wap.hash_of_fingerprints(fingerprints) != known["fingerprints"] -%}
        {%- do return("the fingerprints of its candidate are not the ones that its last audit recorded") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
