{# Refuses a rollback that has nothing to go back to or would undo more than the run. Scans prod; reads only. #}
{% macro check_rollback(state, run, force) %}
    {%- set text = dbt_wap.describe_run(run) -%}
    {%- set states = dbt_wap.pair_states(run) -%}
    {%- set begun = run["events"] | selectattr("event", "in", ["published", "rolling_back"]) | list -%}
    {%- if not begun and not states | selectattr("swapped") | list -%}
        {%- do dbt_wap.refuse("rollback", text ~ " never reached prod", next="wap discard " ~ run["run_id"]) -%}
    {%- endif -%}
    {%- for later in state["runs"] if later["seq"] > run["seq"] and later["status"] in ["published", "publishing", "publish_interrupted"] -%}
        {%- do dbt_wap.refuse(
            "rollback", "run " ~ later["run_id"] ~ " was published after run " ~ run["run_id"], prod="as published",
            next="wap rollback " ~ later["run_id"], code="stale",
        ) -%}
    {%- endfor -%}
    {%- set existing = dbt_wap.schema_keys_of(run["schemas"]) -%}
    {%- for state in states
        if not dbt_wap.is_rolling_back(run) and dbt_wap.schema_key(state["database"], state["old"] or state["archive"]) not in existing
    -%}
        {%- do dbt_wap.refuse(
            "rollback", "the archive " ~ state["archive"] ~ " is gone (wap_keep, wap clean)", prod="as published",
            next="wap history", code="stale",
        ) -%}
    {%- endfor -%}
    {%- set ended = run["events"] | selectattr("event", "equalto", "published") | list -%}
    {%- set drift = dbt_wap.moved_since(run, "published", "prod") if ended and not dbt_wap.is_rolling_back(run) else {} -%}
    {%- if drift and not force -%}
        {%- do dbt_wap.refuse(
            "rollback",
            "prod was written to after run " ~ run["run_id"] ~ " was published, and a rollback would undo that: "
            ~ drift.values() | join("; "),
            prod="as published, the later write is still there",
            next="wap rollback " ~ run["run_id"] ~ " --force",
            code="stale",
        ) -%}
    {%- endif -%}
{% endmacro %}
