{#
    Refuse a verb that the status of the run does not allow; the refusal gives the status, its reason and the next
    command. Reads only.
#}
{% macro check_can_act(run, verb) %}
    {%- if not dbt_wap.can_act(run, verb) -%}
        {%- set code = dbt_wap.statuses()[run["status"]]["code"] -%}
        {%- if run["rolling_back"] -%} {%- set code = "interrupted" -%}
        {%- elif run["damage"] -%}
            {%- set code = "interrupted" if dbt_wap.has_reached_prod(run) else "stale" -%}
        {%- endif -%}
        {%- do dbt_wap.refuse(
            verb,
            "`wap " ~ verb ~ "` is not allowed for " ~ dbt_wap.describe_run(run)
            ~ (": " ~ run["reason"] if run["reason"] else ""),
            prod=dbt_wap.describe_prod(run),
            next=run["next"],
            code=code,
        ) -%}
    {%- endif -%}
{% endmacro %}
