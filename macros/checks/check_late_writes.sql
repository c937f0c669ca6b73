{#
    Refuse a rollback (code stale) when a relation that it restores changed in prod after the publish; with `force`,
    only say so. A publish that did not finish has no late writes. May scan prod; reads only.
#}
{% macro check_late_writes(run, keys, force) %}
    {%- set ended = run["events"] | selectattr("event", "equalto", "published") | list -%}
    {%- if not ended or dbt_wap.is_rolling_back(run) -%} {%- do return(none) -%} {%- endif -%}
    {%- set moved = dbt_wap.note_unbuilt(dbt_wap.moved_since(run, "published", "prod", keys=keys)) -%}
    {%- if moved and not force -%}
        {%- do dbt_wap.refuse(
            "rollback",
            "prod changed after run " ~ run["run_id"] ~ " was published, and a rollback would undo that: "
            ~ moved.values() | join("; "),
            prod="as published; the late write is still in place",
            next="wap rollback " ~ run["run_id"] ~ " --force",
            code="stale",
        ) -%}
    {%- endif -%}
    {%- for sentence in moved.values() -%}
        {%- do dbt_wap.say("ignoring a late write to prod (force): " ~ sentence) -%}
    {%- endfor -%}
{% endmacro %}
