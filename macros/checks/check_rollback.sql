{# Refuses a rollback that has nothing to go back to, or that would undo more than the run. May scan the archive; reads only. #}
{% macro check_rollback(state, run) %}
    {%- set text = dbt_wap.describe_run(run) -%}
    {%- set states = dbt_wap.pair_states(run) -%}
    {%- set begun = run["events"] | selectattr("event", "in", ["published", "rolling_back"]) | list -%}
    {%- if not begun and not states | selectattr("swapped") | list -%}
        {%- do dbt_wap.refuse("rollback", text ~ " never reached prod", next="wap discard " ~ run["run_id"]) -%}
    {%- endif -%}
    {%- for later in state["runs"]
        if later["status"] in ["published", "publishing", "publish_interrupted"] and dbt_wap._reached(later) > dbt_wap._reached(run)
    -%}
        {%- do dbt_wap.refuse(
            "rollback", "run " ~ later["run_id"] ~ " was published after run " ~ run["run_id"], prod="as published",
            next="wap rollback " ~ later["run_id"], code="stale",
        ) -%}
    {%- endfor -%}
    {%- if not dbt_wap.is_rolling_back(run) -%}
        {%- set existing = dbt_wap.schema_keys_of(run["schemas"]) -%}
        {%- for state in states if dbt_wap.schema_key(state["database"], state["old"] or state["archive"]) not in existing -%}
            {%- do dbt_wap.refuse(
                "rollback", "the archive " ~ state["archive"] ~ " is gone (wap_keep, wap clean)", prod="as published",
                next="wap history", code="stale",
            ) -%}
        {%- endfor -%}
        {%- do dbt_wap.check_archive(run, states) -%}
    {%- endif -%}
{% endmacro %}

{# When a run last came to prod, as the number of an event: what was published later has a higher one. #}
{% macro _reached(run) %}
    {%- do return(
        run["events"] | selectattr("event", "in", ["publishing", "swapped"]) | map(attribute="seq") | list | max | default(0)
    ) -%}
{% endmacro %}
