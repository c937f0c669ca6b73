{#
    Return the lock of this project and place, or none: {token, holder, host, pid, since, expires_at, expired,
    seconds_left}, by the warehouse's clock. `tables`: from state_tables, if the caller has them. Refuse a newer layout,
    except for the holder of the lock, which found none when it took the lock; so no layout may change the columns of
    the lock. Reads only.
#}
{% macro read_lock(tables=none) %}
    {%- set name = dbt_wap.lock_name() -%}
    {%- set tables = dbt_wap.state_tables() if tables is none else tables -%}
    {%- set lock = dbt_wap._lock_row(name) if name | lower in tables else none -%}
    {%- if not lock or lock["token"] != dbt_wap.lock_token() -%}
        {%- do dbt_wap.refuse_newer_layout(tables) -%}
    {%- endif -%}
    {%- do return(lock) -%}
{% endmacro %}

{% macro _lock_row(name) %}
    {%- set sql %}
        select token, holder, host, pid, since, expires_at, expires_at - {{ dbt_wap.epoch_now() }} as seconds_left
        from {{ dbt_wap.state_table(name) }}
    {% endset -%}
    {%- set rows = dbt_wap.rows_of(sql) -%}
    {%- if not rows -%} {%- do return(none) -%} {%- endif -%}
    {%- set left = rows[0]["seconds_left"] | int -%}
    {%- do return(dict(rows[0], seconds_left=left, expires_at=rows[0]["expires_at"] | int, expired=left < 0)) -%}
{% endmacro %}
