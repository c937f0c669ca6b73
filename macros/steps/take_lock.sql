{#
    Take or renew the lock, or take over an expired one. Answer the lock that was taken over, how many seconds the lock
    lasts (none if no other process could take it over during a build), and for a `new` run what it publishes to. A
    `new` run also creates the state schema. A run-operation for the runner.
#}
{% macro take_lock(step="lock", new=false, context=none) %}
    {%- set text = dbt_wap.describe_destination() if new else none -%}
    {%- set taken_over = dbt_wap.hold_lock(step, context, new) -%}
    {%- set seconds = (dbt_wap.get_var("wap_lock_minutes") | float * 60) | int -%}
    {%- set lasts = none if dbt_wap.has_exclusive_process() else seconds -%}
    {%- do dbt_wap.answer(context, {"taken_over": taken_over, "lasts": lasts, "publishes_to": text}) -%}
{% endmacro %}
