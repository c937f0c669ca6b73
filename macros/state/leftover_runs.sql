{#
    The earlier runs of this project whose candidate a new run drops: failed, rejected, expired, stale, or dead
    while writing. Refuses while one publishes (code interrupted), waits or is being written by hand (code locked, unless
    `supersede`). Pure: reads the state that it is given.
#}
{% macro leftover_runs(state, pairs, supersede) %}
    {%- set leftovers = [] -%}
    {%- for run in state["runs"] -%}
        {%- set stale = run.get("expired") or run["events"][-1]["event"] == "stale" -%}
        {%- set waits = run["status"] in ["awaiting_approval", "approved"] and not stale -%}
        {%- set open = run["status"] == "writing" -%}
        {%- if run["status"] in ["publishing", "publish_interrupted"] -%}
            {%- do dbt_wap.refuse(
                "clone",
                dbt_wap.describe_run(run) ~ " is not finished",
                prod="UNKNOWN until it is",
                next="wap publish " ~ run["run_id"] ~ " (or wap rollback " ~ run["run_id"] ~ ")",
                code="interrupted",
            ) -%}
            {%- elif (waits or open) and not supersede -%}
            {%- do dbt_wap.refuse(
                "clone",
                "the candidate of " ~ dbt_wap.describe_run(run) ~ " is still there",
                next=("wap approve " if waits else "wap audit ") ~ run["run_id"] ~ ", wap discard " ~ run["run_id"]
                ~ ", or wap run --supersede",
                code="locked",
            ) -%}
        {%- elif run["status"] not in ["published", "rolled_back", "discarded"] -%}
            {%- do leftovers.append(run) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(leftovers) -%}
{% endmacro %}
