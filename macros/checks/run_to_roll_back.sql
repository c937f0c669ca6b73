{#
    The run that a rollback acts on: named, or the newest that reached prod or was rolled back (a rollback that is typed twice
    does not go further back). Refuses a run that never reached prod. Reads only.
#}
{% macro run_to_roll_back(state, run) %}
    {%- set live = ["published", "publishing", "publish_interrupted", "rolled_back"] -%}
    {%- if run is none -%}
        {%- for each in state["runs"] if each["status"] in live or (each["damage"] and dbt_wap.has_reached_prod(each)) -%}
            {%- do return(each) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set found = dbt_wap.find_run(state, "rollback", run) -%}
    {%- if found["status"] not in live and not (found["damage"] and dbt_wap.has_reached_prod(found)) -%}
        {%- do dbt_wap.refuse(
            "rollback",
            dbt_wap.describe_run(found) ~ " never reached prod",
            next=("wap discard " if dbt_wap.can_act(found, "discard") else "wap status ") ~ found["run_id"],
        ) -%}
    {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}
