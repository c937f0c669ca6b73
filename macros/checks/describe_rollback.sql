{#
    Return a sentence that says which state of prod a rollback of the run restores, and which run published it when.
    `state`: from get_state, including the run. Pure.
#}
{% macro describe_rollback(state, run) %}
    {%- set own, earlier = dbt_wap.last_publish_event(run), {} -%}
    {%- for each in state["runs"] if each["status"] == "published" -%}
        {%- set event = dbt_wap.last_publish_event(each) -%}
        {%- if event["seq"] < own["seq"] -%}
            {%- do earlier.update({event["seq"]: {"run_id": each["run_id"], "at": event["at"]}}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set before = earlier[earlier.keys() | max] if earlier else none -%}
    {%- set came = ", which precedes every run that is still published" -%}
    {%- if before -%}
        {%- set came = ", as published by run " ~ before["run_id"] ~ " at " ~ before["at"][:19] ~ "Z" -%}
    {%- endif -%}
    {%- do return("prod will be restored to its state before " ~ own["at"][:19] ~ "Z" ~ came) -%}
{% endmacro %}
