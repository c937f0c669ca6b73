{#
    Renew the lock of this call for `wap_lock_minutes`, and with `prod` also its lock of prod. If another process took
    over a lock, leave it: the next step that needs the lock refuses. A run-operation for the runner.
#}
{% macro renew_lock(prod=false, context=none) %}
    {%- set statements, values = [], dbt_wap._lock_values(context) -%}
    {%- for lock in dbt_wap.read_locks(dbt_wap.envs_to_lock(prod)).values() | select -%}
        {%- if lock["token"] == dbt_wap.lock_token() -%}
            {%- do statements.append(dbt_wap._update_lock_sql(lock, values, true)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if statements -%} {%- do dbt_wap.execute_statements(statements) -%} {%- endif -%}
    {%- do dbt_wap.answer(context, {"renewed": statements | length > 0}) -%}
{% endmacro %}
