{# Refuse a step (code interrupted) because this run is being published or rolled back. Reads only. #}
{% macro refuse_unfinished(step, run) %}
    {%- do dbt_wap.refuse(
        step,
        dbt_wap.describe_run(run) ~ " is not finished",
        prod=dbt_wap.describe_prod(run),
        next=run["next"] ~ (" (or wap rollback " ~ run["run_id"] ~ ")" if not run["rolling_back"]),
        code="interrupted",
    ) -%}
{% endmacro %}
