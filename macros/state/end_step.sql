{# Drop the lock of a step that was run by hand. The runner keeps its own lock until its command ends. #}
{% macro end_step() %}
    {%- set lock = none if env_var("WAP_LOCK_TOKEN", "") else dbt_wap.read_lock() -%}
    {%- if lock and lock["token"] == dbt_wap.lock_token() -%}
        {%- do dbt_wap.execute_statements([dbt_wap._drop_lock_sql()]) -%}
    {%- endif -%}
{% endmacro %}

{% macro _drop_lock_sql() -%}
    drop table {{ dbt_wap.state_table(dbt_wap.lock_name()) }}
{%- endmacro %}
