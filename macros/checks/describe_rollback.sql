{#
    What prod will be after a rollback of the run, in words for whoever is asked: as before its publish, whose that was
    and since when. state: of get_state, with the run in it. Pure.
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
    {%- set came = " from before any run that is still published" -%}
    {%- if before -%}
        {%- set came = ", which run " ~ before["run_id"] ~ " published at " ~ before["at"][:19] ~ "Z" -%}
    {%- endif -%}
    {%- do return("prod will be what it was before " ~ own["at"][:19] ~ "Z" ~ came) -%}
{% endmacro %}
