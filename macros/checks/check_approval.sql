{#
    Refuse (code stale) to publish a run whose approval does not match its last audit, or that has fewer approvals than
    its rule needs. The approvals are counted again: the event `approved` alone is not enough. Reads only.
#}
{% macro check_approval(run) %}
    {%- set ends = ["approved", "renewed", "audited", "blocked"] -%}
    {%- set last = run["events"] | selectattr("event", "in", ends) | list | last -%}
    {%- set known = dbt_wap.audit_hashes(run) -%}
    {%- set detail = last["detail"] if last and last["event"] in ["approved", "renewed"] else {} -%}
    {%- set same = known and detail.get("report") == known["report"] -%}
    {%- set same = same and detail.get("fingerprints") == known["fingerprints"] -%}
    {%- set fault = none if same else "has no approval of its last audit" -%}
    {%- if not fault -%}
        {%- set rule = dbt_wap.rule_of(run) -%}
        {%- set given, needed = dbt_wap.approvals_of(run, rule) | length, dbt_wap.approvals_needed(run, rule) -%}
        {%- if given < needed -%}
            {%- set needs = dbt_wap.counted(needed, "approval") -%}
            {%- set fault = "has only " ~ given ~ " of " ~ needs ~ " of its last audit" -%}
        {%- endif -%}
    {%- endif -%}
    {%- if fault -%}
        {%- do dbt_wap.refuse(
            "publish",
            dbt_wap.describe_run(run) ~ " " ~ fault,
            prod=dbt_wap.describe_prod(run),
            next="wap audit " ~ run["run_id"] if dbt_wap.can_act(run, "audit") else run["next"],
            code="stale",
        ) -%}
    {%- endif -%}
{% endmacro %}
