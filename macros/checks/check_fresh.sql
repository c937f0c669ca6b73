{#
    Refuse to publish (code stale, or interrupted if a part of prod is already swapped) when the candidate changed after
    its audit, or prod changed after the run cloned it. `force` skips only the check of prod. Return what check_drift
    returns. Scans both sides; reads only.
#}
{% macro check_fresh(run, force) %}
    {%- set moved = dbt_wap.moved_since(run, "candidate_at_audit", "audit") -%}
    {%- for entry in dbt_wap.get_report(run)["relations"] if entry["publish"] == "drop" -%}
        {%- do moved.pop(dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]), none) -%}
    {%- endfor -%}
    {%- for view in dbt_wap.parked_views(run["schemas"], "audit", run["run_id"]).values() -%}
        {%- set place = dbt_wap.schema_key(view["database"], view["schema"]) -%}
        {%- for pair in run["schemas"] if dbt_wap.place_key(pair, "audit") == place -%}
            {%- do moved.pop(dbt_wap.relation_key(pair["database"], pair["prod"], view["own"]), none) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if moved -%}
        {%- set way = dbt_wap.recovery_hint(run) -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the candidate of run " ~ run["run_id"] ~ " changed after the audit: " ~ moved.values() | join("; "),
            prod=way["prod"],
            next=way["back"] or "wap audit " ~ run["run_id"],
            code=way["code"],
        ) -%}
    {%- endif -%}
    {%- do return(dbt_wap.check_drift(run, force)) -%}
{% endmacro %}
