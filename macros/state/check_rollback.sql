{# Refuses a rollback that has nothing to go back to or would undo more than the run. Scans prod; reads only. #}
{% macro check_rollback(state, run, force) %}
    {%- set text = dbt_wap.describe_run(run) -%}
    {%- if not dbt_wap.is_swapped(run) -%}
        {%- do dbt_wap.refuse("rollback", text ~ " never reached prod", next="wap discard " ~ run["run_id"]) -%}
    {%- endif -%}
    {%- for later in state["runs"] if later["created_at"] > run["created_at"] and later["status"] in ["published", "publishing", "publish_interrupted"] -%}
        {%- do dbt_wap.refuse(
            "rollback", "run " ~ later["run_id"] ~ " was published after run " ~ run["run_id"], prod="as published",
            next="wap rollback " ~ later["run_id"], code="stale",
        ) -%}
    {%- endfor -%}
    {%- set existing = dbt_wap.list_schemas(run["schemas"][0]["database"]) | map("lower") | list -%}
    {%- for pair in run["schemas"] if pair["archive"] | lower not in existing -%}
        {%- do dbt_wap.refuse(
            "rollback", "the archive " ~ pair["archive"] ~ " is gone (wap_keep, wap clean)", prod="as published",
            next="wap history", code="stale",
        ) -%}
    {%- endfor -%}
    {%- set published = dbt_wap.get_fingerprints(run["run_id"], "published") -%}
    {%- set drift = dbt_wap.moved_relations(published, dbt_wap.fingerprint_relations(run["schemas"], "prod")) if published else {} -%}
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
