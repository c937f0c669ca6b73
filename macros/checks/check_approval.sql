{# Refuse (code stale) to publish a run whose approval does not match its last audit. Reads only. #}
{% macro check_approval(run) %}
    {%- set ends = ["approved", "renewed", "audited", "blocked"] -%}
    {%- set last = run["events"] | selectattr("event", "in", ends) | list | last -%}
    {%- set known = dbt_wap.audit_hashes(run) -%}
    {%- set given = last["detail"] if last and last["event"] in ["approved", "renewed"] else {} -%}
    {%- if not known or given.get("report") != known["report"] or given.get("fingerprints") != known["fingerprints"] -%}
        {%- do dbt_wap.refuse(
            "publish",
            dbt_wap.describe_run(run) ~ " has no approval of its last audit",
            prod=dbt_wap.describe_prod(run),
            next="wap audit " ~ run["run_id"] if dbt_wap.can_act(run, "audit") else run["next"],
            code="stale",
        ) -%}
    {%- endif -%}
{% endmacro %}
