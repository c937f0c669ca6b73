{#
    Return the earlier runs of this environment whose candidate a new run drops: failed, rejected, stale, or interrupted
    while writing. Refuse if one needs approval, is approved or is being written (code locked, unless `supersede`), or
    if a run of any environment is being published (code interrupted). Reads only.
#}
{% macro leftover_runs(state, pairs, supersede) %}
    {%- set leftovers = [] -%}
    {%- set own, over = dbt_wap.get_var("wap_env") or none, ["published", "rolled_back", "discarded"] -%}
    {%- for run in state["runs"] | rejectattr("status", "in", over) -%}
        {%- set waits = run["status"] in ["writing", "awaiting_approval", "approved"] and not run["damage"] -%}
        {%- if run["status"] in ["publishing", "publish_interrupted"] -%}
            {%- do dbt_wap.refuse_unfinished("clone", run) -%}
        {%- elif run["env"] != own -%}  {#- It has a candidate of its own. -#}
        {%- elif waits and not supersede -%}
            {%- do dbt_wap.refuse(
                "clone",
                "the candidate of " ~ dbt_wap.describe_run(run) ~ " still exists",
                next=run["next"] ~ ", wap discard " ~ run["run_id"] ~ ", or "
                ~ dbt_wap.run_command(run, " --supersede"),
                code="locked",
            ) -%}
        {%- else -%} {%- do leftovers.append(run) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(leftovers) -%}
{% endmacro %}
