{#
    Drop the lock with the given id, of any environment; without an id, the lock of this call, and with `prod` also its
    lock of prod. Refuse an id that no lock has while the lock of this command is held. Nothing to do without a lock. A
    run-operation, for `wap unlock` and for the runner.
#}
{% macro release_lock(token=none, prod=false, context=none) %}
    {%- if token is none -%} {%- do dbt_wap.answer(context, {"released": dbt_wap.drop_own_locks(prod)}) -%}
    {%- else -%} {%- do dbt_wap.answer(context, {"released": dbt_wap._unlocked(token | string)}) -%}
    {%- endif -%}
{% endmacro %}

{# Drop the lock with this id and return it, or none if there is no lock. #}
{% macro _unlocked(token) %}
    {%- set tables, names = dbt_wap.state_tables(), [] -%}
    {%- do dbt_wap.refuse_newer_layout(tables) -%}
    {%- for name in tables if name.startswith(("lock__" ~ project_name ~ "__") | lower) -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {%- for lock in dbt_wap._lock_rows(names) if lock["token"] == token -%}
        {%- do dbt_wap.execute_statements([dbt_wap._drop_lock_sql(lock["name"])]) -%} {%- do return(lock) -%}
    {%- endfor -%}
    {%- for lock in dbt_wap.read_locks(dbt_wap.envs_to_lock(), tables).values() if lock -%}
        {%- do dbt_wap.refuse(
            "unlock",
            'expected the lock "' ~ token ~ '", found "' ~ lock["token"] ~ '", held by ' ~ dbt_wap.describe_lock(lock),
            next="wap unlock " ~ lock["token"],
            prod="not touched by this command",
            code="locked",
        ) -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}
