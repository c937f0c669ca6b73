{#
    Print what a publish would change: the target, its database and role, and the schemas. Refuse an in-memory database.
    Reads only. A run-operation.
#}
{% macro describe_target(context=none) %}
    {%- set text = dbt_wap.describe_destination() -%}
    {%- do dbt_wap.say(text) -%}
    {%- do dbt_wap.answer(context, {"text": text}) -%}
{% endmacro %}
