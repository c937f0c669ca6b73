{#
    The report of a run as its last audit left it, for a step that rests on it. Refuses (code stale, or interrupted
    where prod has the candidate) when it is missing, cut, another run's or not the one that was recorded, or when the
    fingerprints of the candidate are not. Reads only.
#}
{% macro checked_report(run, step) %}
    {%- set known = dbt_wap.audit_hashes(run) -%}
    {%- if not known -%}
        {%- do dbt_wap.refuse(
            step,
            dbt_wap.describe_run(run) ~ " was not audited to the end" ~ (": " ~ run["reason"] if run["reason"]),
            prod=dbt_wap.describe_prod(run),
            next="wap audit " ~ run["run_id"] if dbt_wap.can_act(run, "audit") else run["next"],
            code="blocked",
        ) -%}
    {%- endif -%}
    {%- set stored = dbt_wap.stored_report(run["run_id"]) -%}
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

{# Why what is stored is not what the last audit found (`known`: of audit_hashes), or none. #}
{% macro _report_fault(run, stored, known) %}
    {%- if stored["report"] is none -%} {%- do return("its report is " ~ stored["fault"]) -%} {%- endif -%}
    {%- if stored["report"].get("run_id") != run["run_id"] -%}
        {%- do return("its report is of another run") -%}
    {%- endif -%}
    {%- if stored["hash"] != known["report"] -%}
        {%- do return("its report is not the one of its last audit") -%}
    {%- endif -%}
    {%- set fingerprints = dbt_wap.get_fingerprints(run["run_id"], "candidate_at_audit") -%}
    {%- if dbt_wap.hash_of_fingerprints(fingerprints) != known["fingerprints"] -%}
        {%- do return("the fingerprints of its candidate are not those of its last audit") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
