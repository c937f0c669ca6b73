{#
    Refuses (code stale) when the candidate is not what was audited, or prod is not what was cloned; `force` skips
    the second, says so, and gets what moved as {relation key: sentence}. Scans both sides; reads only.
#}
{% macro check_fresh(run, force) %}
    {%- set next = "wap run --supersede" -%}
    {%- set candidate = dbt_wap.moved_relations(
        dbt_wap.get_fingerprints(run["run_id"], "candidate_at_audit"), dbt_wap.fingerprint_relations(run["schemas"], "audit")
    ) -%}
    {%- if candidate -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the candidate of run " ~ run["run_id"] ~ " changed after the audit: " ~ candidate.values() | join("; "),
            next="wap audit " ~ run["run_id"],
            code="stale",
        ) -%}
    {%- endif -%}
    {%- set drift = dbt_wap.drift_of_prod(run) -%}
    {%- if drift and not force -%}
        {%- do dbt_wap.refuse(
            "publish",
            "prod changed after it was cloned for run " ~ run["run_id"] ~ ", and publishing would undo that: "
            ~ drift.values() | join("; "),
            prod="unchanged by this run; the late write is still there",
            next=next,
            code="stale",
        ) -%}
    {%- endif -%}
    {%- for sentence in drift.values() -%}
        {%- do dbt_wap.say("forced past a change of prod: " ~ sentence) -%}
    {%- endfor -%}
    {%- do return(drift) -%}
{% endmacro %}
