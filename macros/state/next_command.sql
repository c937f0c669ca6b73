{# Return the next command for a run, by the table of statuses. Pure. #}
{% macro next_command(run) %}
    {%- set command = dbt_wap.statuses()[run["status"]]["next"] -%}
    {%- if run["damage"] -%}
        {%- set command = "wap rollback RUN" if dbt_wap.has_reached_prod(run) else "wap discard RUN" -%}
    {%- elif run["rolling_back"] -%} {%- set command = "wap rollback RUN" -%}
    {%- elif run["status"] == "published" and "cleaned" in run["events"] | map(attribute="event") | list -%}
        {#- Without its archive it cannot be rolled back. -#}
        {%- set command = "wap run" -%}
    {%- endif -%}
    {%- do return(command | replace("RUN", run["run_id"])) -%}
{% endmacro %}
