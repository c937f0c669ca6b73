{#
    Refuses (as check_fresh) when prod is not what was cloned for a run; `force` says so instead, and gets what moved as
    {relation key: sentence}. Scans prod; reads only.
#}
{% macro check_drift(run, force) %}
    {%- set drift = dbt_wap.moved_since(run, "prod_at_clone", "prod") -%}
    {%- if drift and not force -%}
        {%- set way = dbt_wap.way_on(run) -%}
        {%- do dbt_wap.refuse(
            "publish",
            "prod changed after it was cloned for run " ~ run["run_id"] ~ ", and publishing would undo that: "
            ~ drift.values() | join("; "),
            prod=(way["prod"] if way["code"] == "interrupted" else "unchanged by this run") ~ "; the late write is still there",
            next=way["back"] or "wap run --supersede",
            code=way["code"],
        ) -%}
    {%- endif -%}
    {%- for sentence in drift.values() -%}
        {%- do dbt_wap.say("forced past a change of prod: " ~ sentence) -%}
    {%- endfor -%}
    {%- do return(drift) -%}
{% endmacro %}
