{#
    Return the locks of environments ("": prod), as {environment: {env, token, holder, host, pid, since, expires_at,
    expired, seconds_left} by the warehouse's clock, or none}. `tables`: from state_tables, if the caller has them.
    Fails if a process drops a lock meanwhile, so a step reads only locks that it holds or wants. Refuse a newer layout,
    except for the holder of a lock, which found none when it took the lock; so no layout may change the columns of the
    lock. Reads only.
#}
{% macro read_locks(envs, tables=none) %}
    {%- set tables, token = dbt_wap.state_tables() if tables is none else tables, dbt_wap.lock_token() -%}
    {%- set locks, names = {}, {} -%}
    {%- for env in envs -%}
        {%- do locks.update({env: none}) -%}
        {%- if dbt_wap.lock_name(env) | lower in tables -%}
            {%- do names.update({dbt_wap.lock_name(env): env}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for lock in dbt_wap._lock_rows(names.keys() | list) -%}
        {%- set env = names[lock["name"]] -%} {%- do locks.update({env: dict(lock, env=env)}) -%}
    {%- endfor -%}
    {%- if not locks.values() | select | selectattr("token", "equalto", token) | list -%}
        {%- do dbt_wap.refuse_newer_layout(tables) -%}
    {%- endif -%}
    {%- do return(locks) -%}
{% endmacro %}

{# Return the rows of these lock tables, each with the `name` of its table. #}
{% macro _lock_rows(names) %}
    {%- do return(dbt_wap._locks_of(dbt_wap.rows_of(dbt_wap._locks_sql(names)), names) if names else []) -%}
{% endmacro %}

{% macro _locks_sql(names) %}
    {%- set sql %}
        {%- for name in names %}
            {{ "union all " if not loop.first }}
            select {{ loop.index0 }} as i, token, holder, host, pid, since, expires_at,
                expires_at - {{ dbt_wap.epoch_now() }} as seconds_left
            from {{ dbt_wap.state_table(name) }}
        {%- endfor %}
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{% macro _locks_of(rows, names) %}
    {%- set locks = [] -%}
    {%- for row in rows -%}
        {%- set left, until = row["seconds_left"] | int, row["expires_at"] | int -%}
        {%- set name = names[row["i"] | int] -%}
        {%- do locks.append(dict(row, name=name, seconds_left=left, expires_at=until, expired=left < 0)) -%}
    {%- endfor -%}
    {%- do return(locks) -%}
{% endmacro %}
