{# Refuses while another process holds the lock of this project. #}
{% macro check_lock(state, step, context) %}
    {%- set lock = state["lock"] -%}
    {%- if lock and lock["token"] != (context or {}).get("token") -%}
        {%- do dbt_wap.refuse(
            step,
            "the lock is held by " ~ lock["holder"] ~ " on " ~ lock["host"] ~ " (pid " ~ lock["pid"] ~ ") since "
            ~ lock["since"][:19] ~ "Z; its id is " ~ lock["token"],
            next="wap status, and if that process is dead: wap unlock " ~ lock["token"],
            code="locked",
        ) -%}
    {%- endif -%}
{% endmacro %}
