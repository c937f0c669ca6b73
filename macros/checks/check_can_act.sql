{# Refuses a verb that may not act on a run, with the run's status, the reason for it, and the command that leads on. #}
{% macro check_can_act(run, verb) %}
    {%- if not dbt_wap.can_act(run, verb) -%}
        {%- set code = dbt_wap.statuses()[run["status"]]["code"] -%}
        {%- if run["rolling_back"] -%} {%- set code = "interrupted" -%}
        {%- elif run["damage"] -%}
            {%- set code = "interrupted" if dbt_wap.has_reached_prod(run) else "stale" -%}
        {%- endif -%}
        {%- do dbt_wap.refuse(
            verb,
            dbt_wap.describe_run(run) ~ " cannot be acted on with `wap " ~ verb ~ "`"
            ~ (": " ~ run["reason"] if run["reason"] else ""),
            prod=dbt_wap.describe_prod(run),
            next=run["next"],
            code=code,
        ) -%}
    {%- endif -%}
{% endmacro %}
