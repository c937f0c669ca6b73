{#
    What prod will be after a rollback of the run, in words for whoever is asked: as before its publish, whose that was
    and since when. state: of get_state, with the run in it. Pure.
#}
{% macro describe_rollback(state, run) %}
    {%- set earlier, reached = {}, dbt_wap._reached(run) -%}
    {%- for each in state["runs"] if each["status"] == "published" and dbt_wap._reached(each) < reached -%}
        {%- do earlier.update({dbt_wap._reached(each): each}) -%}
    {%- endfor -%}
    {%- set before = earlier[earlier.keys() | max] if earlier else none -%}
    {%- set came = " from before any run that is still published" -%}
    {%- if before -%}
        {%- set came = ", which run " ~ before["run_id"] ~ " published at " ~ dbt_wap._published_at(before) -%}
    {%- endif -%}
    {%- do return("prod will be what it was before " ~ dbt_wap._published_at(run) ~ came) -%}
{% endmacro %}

{# When a run last came to prod. #}
{% macro _published_at(run) %}
    {%- set came = run["events"] | selectattr("event", "in", ["publishing", "swapped"]) | map(attribute="at") | list -%}
    {%- do return((came or [run["created_at"]])[-1][:19] ~ "Z") -%}
{% endmacro %}
