{#
    Refuses (code stale) a rollback when what it changes in prod is not what the run has published; `force` says so
    instead. keys: of keys_in_plan. A publish that has not ended is no late write. May scan prod; reads only.
#}
{% macro check_late_writes(run, keys, force) %}
    {%- set ended = run["events"] | selectattr("event", "equalto", "published") | list -%}
    {%- if not ended or dbt_wap.is_rolling_back(run) -%} {%- do return(none) -%} {%- endif -%}
    {%- set moved = dbt_wap.note_unbuilt(dbt_wap.moved_since(run, "published", "prod", keys=keys)) -%}
    {%- if moved and not force -%}
        {%- do dbt_wap.refuse(
            "rollback",
            "prod was written to after run " ~ run["run_id"] ~ " was published, and a rollback would undo that: "
            ~ moved.values() | join("; "),
            prod="as published, the later write is still there",
            next="wap rollback " ~ run["run_id"] ~ " --force",
            code="stale",
        ) -%}
    {%- endif -%}
    {%- for sentence in moved.values() -%}
        {%- do dbt_wap.say("forced past a change of prod: " ~ sentence) -%}
    {%- endfor -%}
{% endmacro %}
