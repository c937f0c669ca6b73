{#
    Renew the lock of this call for `wap_lock_minutes`. If another process took over the lock, change nothing: the next
    step that needs the lock refuses. A run-operation for the runner.
#}
{% macro renew_lock(context=none) %}
    {%- set lock = dbt_wap.read_lock() -%}
    {%- set ours = lock and lock["token"] == dbt_wap.lock_token() -%}
    {%- if ours -%}
        {%- set values = {"expires_at": dbt_wap._lock_values(context)["expires_at"]} -%}
        {%- do dbt_wap.execute_statements([dbt_wap._update_lock_sql(lock, values)]) -%}
    {%- endif -%}
    {%- do dbt_wap.answer(context, {"renewed": ours}) -%}
{% endmacro %}
