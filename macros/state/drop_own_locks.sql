{#
    Drop the lock of this command's environment, and with `prod` also the lock of prod, if this process holds
    them. Return how many.
#}
{% macro drop_own_locks(prod=false) %}
    {%- set statements = [] -%}
    {%- for lock in dbt_wap.read_locks(dbt_wap.envs_to_lock(prod)).values() | select -%}
        {%- if lock["token"] == dbt_wap.lock_token() -%}
            {%- do statements.append(dbt_wap._drop_lock_sql(lock["name"])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if statements -%} {%- do dbt_wap.execute_statements(statements) -%} {%- endif -%}
    {%- do return(statements | length) -%}
{% endmacro %}

{% macro _drop_lock_sql(name) -%}
    drop table {{ dbt_wap.state_table(name) }}
{%- endmacro %}
