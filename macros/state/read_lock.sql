{#
    Return the lock of this project and place, or none: {token, holder, host, pid, since, expires_at, expired,
    seconds_left}, by the warehouse's clock. Reads only.
#}
{% macro read_lock(tables=none) %}
    {%- set name = dbt_wap.lock_name() -%}
    {%- if tables is none -%}
        {%- set relations = dbt_wap.list_relations([dbt_wap.state_place()]) -%}
        {%- set tables = relations | map(attribute="name") | map("lower") | list -%}
    {%- endif -%}
    {%- if name | lower not in tables -%} {%- do return(none) -%} {%- endif -%}
    {%- set sql %}
        select token, holder, host, pid, since, expires_at, expires_at - {{ dbt_wap.epoch_now() }} as seconds_left
        from {{ dbt_wap.state_table(name) }}
    {% endset -%}
    {%- set rows = dbt_wap.rows_of(sql) -%}
    {%- if not rows -%} {%- do return(none) -%} {%- endif -%}
    {%- set left = rows[0]["seconds_left"] | int -%}
    {%- do return(dict(rows[0], seconds_left=left, expires_at=rows[0]["expires_at"] | int, expired=left < 0)) -%}
{% endmacro %}
