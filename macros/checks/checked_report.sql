{#
    The report of a run as its last audit left it, for a step that rests on it. Refuses (code stale, or interrupted where prod
    has the candidate) when it is missing, cut, another run's or not the one that was recorded, or when the fingerprints of
    the candidate are not. Reads only.
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
    {%- set fault = none -%}
    {%- if stored["report"] is none -%} {%- set fault = "its report is " ~ stored["fault"] -%}
    {%- elif stored["report"].get("run_id") != run["run_id"] -%}
        {%- set fault = "its report is of another run" -%}
    {%- elif stored["hash"] != known["report"] -%}
        {%- set fault = "its report is not the one of its last audit" -%}
    {%- elif dbt_wap.hash_of_fingerprints(dbt_wap.get_fingerprints(run["run_id"], "candidate_at_audit")) != known["fingerprints"] -%}
        {%- set fault = "the fingerprints of its candidate are not those of its last audit" -%}
    {%- endif -%}
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
