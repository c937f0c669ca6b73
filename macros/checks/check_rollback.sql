{#
    Refuse a rollback that has no archive to restore, or that would undo later runs as well. May scan the archive; reads
    only.
#}
{% macro check_rollback(state, run) %}
    {%- set text = dbt_wap.describe_run(run) -%}
    {%- set states = dbt_wap.pair_states(run) -%}
    {%- set begun = run["events"] | selectattr("event", "in", ["published", "rolling_back"]) | list -%}
    {%- if not begun and not states | selectattr("swapped") | list -%}
        {%- do dbt_wap.refuse("rollback", text ~ " never reached prod", next="wap discard " ~ run["run_id"]) -%}
    {%- endif -%}
    {%- set came = dbt_wap.last_publish_event(run)["seq"] -%}
    {%- for later in state["runs"]
        if later["status"] in ["published", "publishing", "publish_interrupted"]
        and dbt_wap.last_publish_event(later)["seq"] > came
    -%}
        {%- do dbt_wap.refuse(
            "rollback",
            "run " ~ later["run_id"] ~ " was published after run " ~ run["run_id"] ~ "; roll it back first",
            prod="as published",
            next="wap rollback " ~ later["run_id"],
            code="stale",
        ) -%}
    {%- endfor -%}
    {%- if not dbt_wap.is_rolling_back(run) -%}
        {%- set existing = dbt_wap.schema_keys_of(run["schemas"]) -%}
        {%- for pair in states if dbt_wap.place_key(pair, "old" if pair["old"] else "archive") not in existing -%}
            {%- do dbt_wap.refuse(
                "rollback",
                "the archive " ~ pair["archive"] ~ " does not exist; wap_keep and wap clean drop old archives",
                prod="as published",
                next="wap history",
                code="stale",
            ) -%}
        {%- endfor -%}
        {%- do dbt_wap.check_archive(run, states) -%}
    {%- endif -%}
{% endmacro %}
