{#
    run-operation (runner only): takes the lock, or renews it, as every step does that is typed by hand. Answers
    what was taken over, how many seconds the lock lasts, or none where nobody could take it over while a build
    runs, and for a `new` run what it publishes to.
#}
{% macro take_lock(step="lock", new=false, context=none) %}
    {%- set text = dbt_wap.describe_destination() if new else none -%}
    {%- set taken_over = dbt_wap.hold_lock(step, context, new) -%}
    {%- set seconds = (dbt_wap.get_var("wap_lock_minutes") | float * 60) | int -%}
    {%- set lasts = none if dbt_wap.has_exclusive_process() else seconds -%}
    {%- do dbt_wap.answer(context, {"taken_over": taken_over, "lasts": lasts, "publishes_to": text}) -%}
{% endmacro %}
