{#
    Take or renew the lock of this command's environment, or of the environment of the `run` if the command names none,
    and with `prod` also the lock of prod; or take over expired ones. Answer `env`, the environment; what was taken
    over; how many seconds a lock lasts (none if no other process could take it over during a build); and for a `new`
    run what it publishes to. A `new` run also creates the state schema. A run-operation for the runner.
#}
{% macro take_lock(step="lock", new=false, run=none, prod=false, context=none) %}
    {%- set text = dbt_wap.describe_destination() if new else none -%}
    {%- set env = dbt_wap.get_var("wap_env") or dbt_wap.env_of_run(run) -%}
    {%- set envs = [env, ""] | unique | list if prod else [env] -%}
    {%- set taken_over = dbt_wap.hold_lock(step, context, new, envs=envs) -%}
    {%- set seconds = (dbt_wap.get_var("wap_lock_minutes") | float * 60) | int -%}
    {%- set lasts = none if dbt_wap.has_exclusive_process() else seconds -%}
    {%- set answer = {"env": env, "taken_over": taken_over, "lasts": lasts, "publishes_to": text} -%}
    {%- do dbt_wap.answer(context, answer) -%}
{% endmacro %}
