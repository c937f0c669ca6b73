{# Return "run X (status since T, requested by N)", for messages. Pure. #}
{% macro describe_run(run) %}
    {%- set last = run["events"] | rejectattr("event", "in", ["notified", "not_notified"]) | list | last -%}
    {%- do return(
        "run " ~ run["run_id"] ~ " (" ~ dbt_wap.status_words(run["status"]) ~ " since " ~ last["at"][:19]
        ~ "Z, requested by " ~ run["requested_by"] ~ ")"
    ) -%}
{% endmacro %}
