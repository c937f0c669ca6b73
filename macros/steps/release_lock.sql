{#
    run-operation: drops the lock whose id is given (`wap unlock`, and the runner at its end), or the lock of this call.
    Somebody else's is refused. No lock: nothing to do.
#}
{% macro release_lock(token=none, context=none) %}
    {%- set lock = dbt_wap.read_lock() -%}
    {%- set own = dbt_wap.lock_token() if token is none else token | string -%}
    {%- if lock and lock["token"] != own -%}
        {%- do dbt_wap.refuse(
            "unlock",
            'the lock has the id "' ~ lock["token"] ~ '", not "' ~ own ~ '"; it is held by '
            ~ dbt_wap.describe_lock(lock),
            next="wap unlock " ~ lock["token"],
            prod="not touched by this command",
            code="locked",
        ) -%}
    {%- elif lock -%} {%- do dbt_wap.execute_statements([dbt_wap._drop_lock_sql()]) -%}
    {%- endif -%}
    {%- do dbt_wap.answer(context, {"released": lock}) -%}
{% endmacro %}
