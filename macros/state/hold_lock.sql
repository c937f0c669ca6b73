{#
    Take locks for `wap_lock_minutes`, by the warehouse's clock: the lock of this command's environment in this project
    and place, and with `prod` that of prod, which is also the lock of a candidate without an environment; or those of
    `envs`. Every step that changes something begins with it. Renew its own locks after half of that time. Take over
    expired locks, say so, and record the unfinished runs of their holders as failed or interrupted. Create the state
    schema only for a `new` run; without one, other steps have nothing to lock. Migrate the state tables to the layout
    of this package. `tables`: from state_tables, if the caller has them. Return a sentence about each lock it took
    over, or none.
#}
{% macro hold_lock(step, context=none, new=false, prod=false, envs=none, tables=none) %}
    {%- set envs = dbt_wap.envs_to_lock(prod) if envs is none else envs -%}
    {%- set read = dbt_wap._read_at_once(5, none) if tables is none else none -%}
    {%- set tables = read["tables"] if read is not none else tables -%}
    {%- set tables = dbt_wap.state_tables() if tables is none else tables -%}
    {%- set locks = dbt_wap.read_locks(envs, tables) -%}
    {%- set wanted, old, statements = [], [], [] -%}
    {%- for env, lock in locks.items() -%}
        {%- set mine = lock and lock["token"] == dbt_wap.lock_token() -%}
        {%- if not mine -%} {%- do wanted.append(env) -%} {%- endif -%}
        {%- if lock and not mine and not lock["expired"] -%}
            {%- do dbt_wap.refuse_locked(step, lock) -%}
        {%- endif -%}
        {%- if lock and not (mine and lock["seconds_left"] * 2 > dbt_wap._lock_seconds()) -%}
            {%- do statements.append(dbt_wap._update_lock_sql(lock, dbt_wap._lock_values(context), mine)) -%}
            {%- if not mine -%} {%- do old.append(lock) -%} {%- endif -%}
        {%- elif not lock -%} {%- do statements.append(dbt_wap._create_lock_sql(env, context)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set rows = read["runs"] if read is not none else none -%}
    {%- set state = dbt_wap.get_state(locks=locks, tables=tables, rows=rows) if wanted else none -%}
    {%- if not statements or (wanted and not (state["exists"] or new)) -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- if not tables -%}
        {%- do dbt_wap.execute_statements([dbt_wap._create_schema_sql() | trim]) -%}
    {%- endif -%}
    {%- do dbt_wap.execute_statements(statements) -%}
    {%- do dbt_wap._check_ours(step, envs) -%}
    {%- if not wanted -%} {%- do return(none) -%} {%- endif -%}
    {%- set layout = dbt_wap.create_state_statements(state) -%}
    {%- if layout -%} {%- do dbt_wap.execute_statements(layout) -%} {%- endif -%}
    {%- do dbt_wap._record_deaths(state, envs, context) -%}
    {%- set told = [] -%}
    {%- for lock in old -%}
        {%- do told.append("took over the expired lock of " ~ dbt_wap.describe_lock(lock)) -%}
        {%- do dbt_wap.say(told[-1]) -%}
    {%- endfor -%}
    {%- do return(told | join("; ") or none) -%}
{% endmacro %}

{% macro _create_schema_sql() %}
    {%- set place = dbt_wap.state_place() -%}
    create schema if not exists {{ dbt_wap.relation_name(place["database"], place["schema"]) }}
{% endmacro %}

{% macro _create_lock_sql(env, context) %}
    {%- set sql %}
        create table {{ dbt_wap.state_table(dbt_wap.lock_name(env)) }} as
        select
            {%- for name, value in dbt_wap._lock_values(context).items() %}
            {{ value }} as {{ name }}{{ "," if not loop.last }}
            {%- endfor %}
    {% endset -%}
    {%- do return(sql | trim) -%}
{% endmacro %}

{#
    Return the UPDATE of a lock; if it is `mine`, only of its expiry. If two processes take over the same lock, the
    second one updates no row.
#}
{% macro _update_lock_sql(lock, values, mine) %}
    {%- set values = {"expires_at": values["expires_at"]} if mine else values -%}
    {%- set sql %}
        update {{ dbt_wap.state_table(lock["name"]) }}
        set
            {%- for name, value in values.items() %}
            {{ name }} = {{ value }}{{ "," if not loop.last }}
            {%- endfor %}
        where token = {{ dbt_wap.text_literal(lock["token"]) }} and expires_at = {{ lock["expires_at"] }}
    {% endset -%}
    {%- do return(sql | trim) -%}
{% endmacro %}

{% macro _lock_seconds() %}
    {%- do return((dbt_wap.get_var("wap_lock_minutes") | float * 60) | int) -%}
{% endmacro %}

{% macro _lock_values(context) %}
    {%- set context = context or {} -%}
    {%- do return(
        {
            "token": dbt_wap.text_literal(dbt_wap.lock_token()),
            "holder": dbt_wap.text_literal(dbt_wap.actor_of(context)),
            "host": dbt_wap.text_literal(context.get("host") or "the dbt command line"),
            "pid": dbt_wap.text_literal(context.get("pid") or ""),
            "since": dbt_wap.text_literal(dbt_wap.utc_now()),
            "expires_at": dbt_wap.epoch_now() ~ " + " ~ dbt_wap._lock_seconds(),
        }
    ) -%}
{% endmacro %}

{# Refuse if this process does not have these locks. #}
{% macro _check_ours(step, envs) %}
    {%- set names = [] -%}
    {%- for env in envs -%} {%- do names.append(dbt_wap.lock_name(env)) -%} {%- endfor -%}
    {%- set read = dbt_wap.read_together({"locks": dbt_wap._locks_sql(names)}, or_none=true) -%}
    {%- set tokens = (read or {"locks": []})["locks"] | map(attribute="token") | list -%}
    {%- if tokens == [dbt_wap.lock_token()] * (envs | length) -%} {%- do return(none) -%} {%- endif -%}
    {%- for lock in dbt_wap.read_locks(envs).values() -%}
        {%- if not lock -%}
            {%- do dbt_wap.refuse(step, "the lock was not created", next="wap doctor", code="locked") -%}
        {%- elif lock["token"] != dbt_wap.lock_token() -%} {%- do dbt_wap.refuse_locked(step, lock) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#
    Record the deaths that get_state inferred, because while a lock is held such a run counts as alive. `envs`: those
    whose locks were taken; a publish holds the lock of prod.
#}
{% macro _record_deaths(state, envs, context) %}
    {%- set statements = [] -%}
    {%- for run in state["runs"] if run["died"] -%}
        {%- set wrote = run["status"] == "failed" -%}
        {%- set event, lock = "build_died" if wrote else "interrupted", (run["env"] or "") if wrote else "" -%}
        {%- if lock in envs -%}
            {%- do statements.append(dbt_wap.event_statement(run, event, context, {"reason": run["reason"]})) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if statements -%} {%- do dbt_wap.execute_statements(statements) -%} {%- endif -%}
{% endmacro %}
