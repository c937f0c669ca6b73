{#
    Print what a publish would change: the target, its database and role, and the schemas; with `expired`, also the
    environments with a candidate that expired, which the next run drops (see is_lapsed). Refuse an in-memory database.
    Reads only. A run-operation.
#}
{% macro describe_target(expired=false, context=none) %}
    {%- set text, envs = dbt_wap.describe_destination(), [] -%}
    {%- do dbt_wap.say(text) -%}
    {%- set runs = dbt_wap.get_state(1, exact=true)["runs"] if expired else [] -%}
    {%- for run in runs if dbt_wap.is_lapsed(run) and run["env"] not in envs -%}
        {%- do envs.append(run["env"]) -%}
        {%- do dbt_wap.say("  " ~ run["env"] ~ " has an expired candidate") -%}
    {%- endfor -%}
    {%- do dbt_wap.answer(context, {"text": text, "expired": envs}) -%}
{% endmacro %}
