{#
    Take or renew the locks that a step needs, as hold_lock does, and return the state, as get_state does. A step of the
    runner, which holds its locks already, reads everything in one query where the engine can. `limit`: of get_state;
    `new`: of hold_lock.
#}
{% macro locked_state(step, context=none, run=none, prod=false, limit=5, new=false) %}
    {%- set read = dbt_wap._read_under_lock(dbt_wap.envs_to_lock(prod), run, limit) -%}
    {%- if read -%}
        {%- do return(dbt_wap.get_state(limit, run, tables=read["tables"], rows=read["runs"])) -%}
    {%- endif -%}
    {%- set envs, tables = dbt_wap.envs_to_lock(prod), dbt_wap.state_tables() -%}
    {%- set locks = dbt_wap.read_locks(envs, tables).values() | select | list -%}
    {%- if dbt_wap._are_held(locks, envs) -%}
        {%- do return(dbt_wap.get_state(limit, run, tables=tables)) -%}
    {%- endif -%}
    {%- do dbt_wap.hold_lock(step, context, new=new, prod=prod, tables=tables) -%}
    {%- do return(dbt_wap.get_state(limit, run)) -%}
{% endmacro %}

{#
    Return {tables, runs: rows} if this process holds the locks of these environments and need not renew them, and the
    state has the layout of this package. Otherwise, or if reading fails, return none. Reads only.
#}
{% macro _read_under_lock(envs, run, limit) %}
    {%- set names = [] -%}
    {%- for env in envs -%} {%- do names.append(dbt_wap.lock_name(env)) -%} {%- endfor -%}
    {%- set questions = {
        "columns": dbt_wap.columns_sql([dbt_wap.state_place()]),
        "locks": dbt_wap._locks_sql(names),
        "runs": dbt_wap._runs_sql(dbt_wap.state_columns(), limit, dbt_wap.parse_run_id("state", run)),
    } -%}
    {%- set ours = env_var("WAP_LOCK_TOKEN", "") -%}
    {%- set read = dbt_wap.read_together(questions, or_none=true) if ours else none -%}
    {%- if read is none or not dbt_wap._are_held(dbt_wap._locks_of(read["locks"], names), names) -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set tables = dbt_wap.state_tables(read["columns"]) -%}
    {%- if dbt_wap.recorded_layout(tables) != dbt_wap.state_layout() -%} {%- do return(none) -%} {%- endif -%}
    {%- do return({"tables": tables, "runs": read["runs"]}) -%}
{% endmacro %}

{# Return true if all of these locks belong to this process and last for half of their time. Pure. #}
{% macro _are_held(locks, names) %}
    {%- set held, token = [], dbt_wap.lock_token() -%}
    {%- for lock in locks if lock["token"] == token and lock["seconds_left"] * 2 > dbt_wap._lock_seconds() -%}
        {%- do held.append(lock["name"]) -%}
    {%- endfor -%}
    {%- do return(held | length == names | length) -%}
{% endmacro %}
