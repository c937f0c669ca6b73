{#
    Return the next command for a run, by the table of statuses. A candidate that cannot be published is only for
    reading its report. Pure.
#}
{% macro next_command(run) %}
    {%- set command = dbt_wap.statuses()[run["status"]]["next"] -%}
    {%- if run["damage"] -%}
        {%- set command = "wap rollback RUN" if dbt_wap.has_reached_prod(run) else "wap discard RUN" -%}
    {%- elif run["status"] in ["awaiting_approval", "approved"] and dbt_wap.reader_fault(run) -%}
        {%- set command = "wap report RUN" -%}
    {%- elif run["rolling_back"] -%} {%- set command = "wap rollback RUN" -%}
    {%- elif run["status"] == "published"
        and (run["place"] is none or "cleaned" in run["events"] | map(attribute="event") | list)
    -%}
        {#- Its archive was dropped, or an older dbt-wap published it and recorded no fingerprints of the archive. -#}
        {%- set command = "wap run" -%}
    {%- endif -%}
    {%- set again = dbt_wap.run_command(run) -%}
    {%- do return(again if command == "wap run" else command | replace("RUN", run["run_id"])) -%}
{% endmacro %}
