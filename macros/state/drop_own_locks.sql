{#
    Drop the lock of this command's environment, and with `prod` also the lock of prod, if this process holds
    them. Return how many.
#}
{% macro drop_own_locks(prod=false) %}
    {%- set statements, names = [], [] -%}
    {%- for env in dbt_wap.envs_to_lock(prod) -%}
        {%- do names.append(dbt_wap.lock_name(env)) -%}
    {%- endfor -%}
    {%- set read = dbt_wap.read_together({"locks": dbt_wap._locks_sql(names)}, or_none=true) -%}
    {%- set locks = dbt_wap._locks_of(read["locks"], names) if read is not none -%}
    {%- if read is none -%}
        {%- set locks = dbt_wap.read_locks(dbt_wap.envs_to_lock(prod)).values() | select | list -%}
    {%- endif -%}
    {%- for lock in locks -%}
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
