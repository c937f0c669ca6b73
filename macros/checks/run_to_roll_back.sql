{#
    Return the run to roll back: the named one, or the newest that reached prod or was rolled back, so that repeating a
    rollback does not undo an earlier run. Refuse a run that never reached prod. Reads only.
#}
{% macro run_to_roll_back(state, run) %}
    {%- if run is none -%}
        {%- for each in dbt_wap.runs_of_env(state) if dbt_wap._was_in_prod(each) -%}
            {%- do return(each) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set found = dbt_wap.find_run(state, "rollback", run) -%}
    {%- if not dbt_wap._was_in_prod(found) -%}
        {%- do dbt_wap.refuse(
            "rollback",
            dbt_wap.describe_run(found) ~ " never reached prod",
            next=("wap discard " if dbt_wap.can_act(found, "discard") else "wap status ") ~ found["run_id"],
        ) -%}
    {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return true for a run that reached prod, by its status, or by its events if its record is damaged. #}
{% macro _was_in_prod(run) %}
    {%- if run["status"] in ["published", "publishing", "publish_interrupted", "rolled_back"] -%}
        {%- do return(true) -%}
    {%- endif -%}
    {%- do return(run["damage"] and dbt_wap.has_reached_prod(run)) -%}
{% endmacro %}
