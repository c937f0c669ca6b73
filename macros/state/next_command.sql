{# The one command that leads on from where a run is, by the table of statuses. Pure: reads the run of get_state. #}
{% macro next_command(run) %}
    {%- set command = dbt_wap.statuses()[run["status"]]["next"] -%}
    {%- if run["damage"] -%}
        {%- set command = "wap rollback RUN" if dbt_wap.has_reached_prod(run) else "wap discard RUN" -%}
    {%- elif run["rolling_back"] -%} {%- set command = "wap rollback RUN" -%}
    {%- elif run["status"] == "published" and "cleaned" in run["events"] | map(attribute="event") | list -%}
        {#- Its archive is gone, and with it the way back. -#}
        {%- set command = "wap run" -%}
    {%- endif -%}
    {%- do return(command | replace("RUN", run["run_id"])) -%}
{% endmacro %}
