{#
    Drop the lock with the given id, or the lock of this call. Refuse if the lock has another id. Nothing to do without
    a lock. A run-operation, for `wap unlock` and for the runner.
#}
{% macro release_lock(token=none, context=none) %}
    {%- set lock = dbt_wap.read_lock() -%}
    {%- set own = dbt_wap.lock_token() if token is none else token | string -%}
    {%- if lock and lock["token"] != own -%}
        {%- do dbt_wap.refuse(
            "unlock",
            'expected the lock "' ~ own ~ '", found "' ~ lock["token"] ~ '", held by ' ~ dbt_wap.describe_lock(lock),
            next="wap unlock " ~ lock["token"],
            prod="not touched by this command",
            code="locked",
        ) -%}
    {%- elif lock -%} {%- do dbt_wap.execute_statements([dbt_wap._drop_lock_sql()]) -%}
    {%- endif -%}
    {%- do dbt_wap.answer(context, {"released": lock}) -%}
{% endmacro %}
