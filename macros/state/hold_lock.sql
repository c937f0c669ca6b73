{#
    Take the lock of this project and place for `wap_lock_minutes`, by the warehouse's clock. Every step that changes
    something begins with it. Renew its own lock after half of that time. Take over an expired lock, say so, and record
    the unfinished runs of its holder as failed or interrupted. Create the state schema only for a `new` run; without
    one, other steps have nothing to lock. Migrate the state tables to the layout of this package. Return a sentence
    about the lock it took over, or none.
#}
{% macro hold_lock(step, context=none, new=false) %}
    {%- set lock = dbt_wap.read_lock() -%}
    {%- set mine = lock and lock["token"] == dbt_wap.lock_token() -%}
    {%- if mine and lock["seconds_left"] * 2 > dbt_wap._lock_seconds() -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set state = {} if mine else dbt_wap.get_state() -%}
    {%- if not (lock or state["exists"] or new) -%} {%- do return(none) -%} {%- endif -%}
    {%- if lock and not mine and not lock["expired"] -%}
        {%- do dbt_wap.refuse_locked(step, lock) -%}
    {%- endif -%}
    {%- set layout = [] if mine else dbt_wap.create_state_statements(state) -%}
    {%- if lock -%}
        {%- set values = dbt_wap._lock_values(context) -%}
        {%- set values = {"expires_at": values["expires_at"]} if mine else values -%}
        {%- do dbt_wap.execute_statements([dbt_wap._update_lock_sql(lock, values)]) -%}
    {%- else -%}
        {%- set statements = [] if state["tables"] else [dbt_wap._create_schema_sql() | trim] -%}
        {%- do dbt_wap.execute_statements(statements + [dbt_wap._create_lock_sql(context)] + layout) -%}
    {%- endif -%}
    {%- do dbt_wap._check_ours(step) -%}
    {%- if mine -%} {%- do return(none) -%} {%- endif -%}
    {%- if lock and layout -%} {%- do dbt_wap.execute_statements(layout) -%} {%- endif -%}
    {%- do dbt_wap._record_deaths(state, context) -%}
    {%- if not lock -%} {%- do return(none) -%} {%- endif -%}
    {%- set taken_over = "took over the expired lock of " ~ dbt_wap.describe_lock(lock) -%}
    {%- do dbt_wap.say(taken_over) -%}
    {%- do return(taken_over) -%}
{% endmacro %}

{% macro _create_schema_sql() %}
    {%- set place = dbt_wap.state_place() -%}
    create schema if not exists {{ dbt_wap.relation_name(place["database"], place["schema"]) }}
{% endmacro %}

{% macro _create_lock_sql(context) %}
    {%- set sql %}
        create table {{ dbt_wap.state_table(dbt_wap.lock_name()) }} as
        select
            {%- for name, value in dbt_wap._lock_values(context).items() %}
            {{ value }} as {{ name }}{{ "," if not loop.last }}
            {%- endfor %}
    {% endset -%}
    {%- do return(sql | trim) -%}
{% endmacro %}

{# Return the UPDATE of a lock. If two processes take over the same lock, the second one updates no row. #}
{% macro _update_lock_sql(lock, values) %}
    {%- set sql %}
        update {{ dbt_wap.state_table(dbt_wap.lock_name()) }}
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

{# Refuse if this process does not have the lock. #}
{% macro _check_ours(step) %}
    {%- set lock = dbt_wap.read_lock() -%}
    {%- if not lock -%}
        {%- do dbt_wap.refuse(step, "the lock was not created", next="wap doctor", code="locked") -%}
    {%- elif lock["token"] != dbt_wap.lock_token() -%} {%- do dbt_wap.refuse_locked(step, lock) -%}
    {%- endif -%}
{% endmacro %}

{# Record the deaths that get_state inferred, because while a lock is held such a run counts as alive. #}
{% macro _record_deaths(state, context) %}
    {%- set statements = [] -%}
    {%- for run in state["runs"] if run["died"] -%}
        {%- set event = "build_died" if run["status"] == "failed" else "interrupted" -%}
        {%- do statements.append(dbt_wap.event_statement(run, event, context, {"reason": run["reason"]})) -%}
    {%- endfor -%}
    {%- if statements -%} {%- do dbt_wap.execute_statements(statements) -%} {%- endif -%}
{% endmacro %}
