{#
    Return "run X (status since T, requested by N)", for messages; with an environment, "run X (pr_1, status ..". Pure.
#}
{% macro describe_run(run) %}
    {%- set last = run["events"] | rejectattr("event", "in", ["notified", "not_notified"]) | list | last -%}
    {%- set env = run["env"] ~ ", " if run["env"] else "" -%}
    {%- do return(
        "run " ~ run["run_id"] ~ " (" ~ env ~ dbt_wap.status_words(run["status"]) ~ " since " ~ last["at"][:19]
        ~ "Z, requested by " ~ run["requested_by"] ~ ")"
    ) -%}
{% endmacro %}
