{#
    Refuse a step (code locked) because another process holds the lock, and say who holds it, until when, and how to end
    it.
#}
{% macro refuse_locked(step, lock) %}
    {%- set minutes = [(lock["seconds_left"] + 59) // 60, 0] | max -%}
    {%- set env = dbt_wap.get_var("wap_env") -%}
    {%- set of = " of environment " ~ lock["env"] if lock["env"] else (" of prod" if env else "") -%}
    {%- do dbt_wap.refuse(
        step,
        "the lock" ~ of ~ " is held by " ~ dbt_wap.describe_lock(lock) ~ "; it expires in " ~ minutes
        ~ " min unless renewed",
        prod="not touched by this command",
        next="wap status, then wap unlock " ~ lock["token"] ~ " if that process is dead",
        code="locked",
    ) -%}
{% endmacro %}
