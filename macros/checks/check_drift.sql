{#
    Refuse to publish (as check_fresh does) when prod changed after the run cloned it, in a relation that the publish
    would overwrite (drift_keys); with `force`, only say so. Return {moved: {relation key: sentence}, now: fingerprints
    of prod, taken_at: warehouse time of these}. May scan prod; reads only.
#}
{% macro check_drift(run, force) %}
    {%- set keys = dbt_wap.drift_keys(run, dbt_wap.get_report(run)["relations"]) -%}
    {%- set relations = dbt_wap.relations_among(run["schemas"], "prod", keys) -%}
    {%- set taken_at = dbt_wap.time_of_reads(run["schemas"]) -%}
    {%- set now = dbt_wap.fingerprint_relations(run["schemas"], "prod", relations, run.get("all_schemas")) -%}
    {%- set moved = dbt_wap.note_unbuilt(dbt_wap.moved_since(run, "prod_at_clone", "prod", now, keys)) -%}
    {%- if moved and not force -%} {%- do dbt_wap._refuse_drift(run, moved) -%} {%- endif -%}
    {%- for sentence in moved.values() -%}
        {%- do dbt_wap.say("ignoring a late write to prod (force): " ~ sentence) -%}
    {%- endfor -%}
    {%- do return({"moved": moved, "now": now, "taken_at": taken_at}) -%}
{% endmacro %}

{#
    Refuse the late writes in `moved`. If a run hook or a loader writes to a table in every run, a new run finds the
    same late write again, so the refusal also says how to avoid that.
#}
{% macro _refuse_drift(run, moved) %}
    {%- set way, others = dbt_wap.recovery_hint(run), moved.keys() | reject("in", dbt_wap.nodes_by_key()) | list -%}
    {%- set keep = (
        "leave out --drop-removed, which would drop it" if dbt_wap.strategy_traits()["exchanges"] == "relations"
        else "move it to a schema of its own, or add its schema to the var wap_exclude_schemas"
    ) -%}
    {%- do dbt_wap.refuse(
        "publish",
        "prod changed after run " ~ run["run_id"] ~ " cloned it, and publishing would undo that: "
        ~ moved.values() | join("; ")
        ~ (". If a run hook or a loader writes to such a table in every run, " ~ keep if others else ""),
        prod=(way["prod"] if way["code"] == "interrupted" else "unchanged by this run")
        ~ "; the late write is still in place",
        next=way["back"] or dbt_wap.run_command(run, " --supersede") ~ (" (" ~ keep ~ ")" if others else ""),
        code=way["code"],
    ) -%}
{% endmacro %}
