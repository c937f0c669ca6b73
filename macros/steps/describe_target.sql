{#
    run-operation: says what a publish of this target would change: the target, where it works and as whom, and the
    schemas. Refuses a database that ends with the process. Reads only.
#}
{% macro describe_target(context=none) %}
    {%- set text = dbt_wap.describe_destination() -%}
    {%- do dbt_wap.say(text) -%}
    {%- do dbt_wap.answer(context, {"text": text}) -%}
{% endmacro %}
