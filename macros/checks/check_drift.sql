{#
    Refuses (as check_fresh) when prod is not what was cloned for a run, where that matters (drift_keys); `force` says
    so instead. Returns {moved: {relation key: sentence}, now: fingerprints of prod, taken_at}. May scan prod; reads
    only.
#}
{% macro check_drift(run, force) %}
    {%- set keys = dbt_wap.drift_keys(run, dbt_wap.get_report(run["run_id"])["relations"]) -%}
    {%- set taken_at = dbt_wap.warehouse_time() -%}
    {%- set relations = dbt_wap.relations_among(run["schemas"], "prod", keys) -%}
    {%- set now = dbt_wap.fingerprint_relations(run["schemas"], "prod", relations, run.get("all_schemas")) -%}
    {%- set moved = dbt_wap.note_unbuilt(dbt_wap.moved_since(run, "prod_at_clone", "prod", now, keys)) -%}
    {%- if moved and not force -%} {%- do dbt_wap._refuse_drift(run, moved) -%} {%- endif -%}
    {%- for sentence in moved.values() -%}
        {%- do dbt_wap.say("forced past a change of prod: " ~ sentence) -%}
    {%- endfor -%}
    {%- do return({"moved": moved, "now": now, "taken_at": taken_at}) -%}
{% endmacro %}

{# A run hook or a loader may write to a table in every run: then another run is no way on, and what is one is said. #}
{% macro _refuse_drift(run, moved) %}
    {%- set way, others = dbt_wap.recovery_hint(run), moved.keys() | reject("in", dbt_wap.nodes_by_key()) | list -%}
    {%- set keep = (
        "without --drop-removed, which would drop it" if dbt_wap.strategy_traits()["exchanges"] == "relations"
        else "once it is in a schema of its own, or the var wap_exclude_schemas names its schema"
    ) -%}
    {%- do dbt_wap.refuse(
        "publish",
        "prod changed after it was cloned for run " ~ run["run_id"] ~ ", and publishing would undo that: "
        ~ moved.values() | join("; ")
        ~ (". Where a run hook or a loader writes to such a table in every run, the next one passes " if others else "")
        ~ (keep if others else ""),
        prod=(way["prod"] if way["code"] == "interrupted" else "unchanged by this run")
        ~ "; the late write is still there",
        next=way["back"] or "wap run --supersede" ~ (", " ~ keep if others else ""),
        code=way["code"],
    ) -%}
{% endmacro %}
