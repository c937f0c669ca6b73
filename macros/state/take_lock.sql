{#
    run-operation (runner only): takes the lock of this project. The plain CREATE fails for the loser of
    a race. A run whose process died is recorded as such, because with a lock there it would read as alive. Where the
    state schema is missing, a `new` run makes it, and the other steps have nothing to lock.
#}
{% macro take_lock(context, new=false) %}
    {%- set state = dbt_wap.get_state() -%}
    {%- do dbt_wap.check_lock(state, "lock", context) -%}
    {%- if state["exists"] or new -%} {%- do dbt_wap._create_lock(state, context) -%} {%- endif -%}
    {%- do dbt_wap.answer(context, {"lock": context["token"]}) -%}
{% endmacro %}

{% macro _create_lock(state, context) %}
    {%- set table = dbt_wap.state_table(dbt_wap.lock_name()) -%}
    {%- set statements = dbt_wap.state_statements(state) -%}
    {%- for run in state["runs"] if run["status"] != run["events"][-1]["status"] -%}
        {%- do statements.append(
            dbt_wap.event_statement(
                run["run_id"], "died", run["status"], dbt_wap.actor_of(context), {"reason": run["reason"]}
            )
        ) -%}
    {%- endfor -%}
    {%- set values = [] -%}
    {%- for name, value in {
        "token": context["token"],
        "holder": context["actor"],
        "host": context["host"],
        "pid": context["pid"] | string,
        "since": dbt_wap.utc_now(),
    }.items() -%}
        {%- do values.append(dbt_wap.text_literal(value) ~ " as " ~ name) -%}
    {%- endfor -%}
    {%- do statements.append("create table " ~ table ~ " as select " ~ values | join(", ")) -%}
    {%- do dbt_wap.execute_statements(statements) -%}
    {%- do dbt_wap.check_lock(dbt_wap.get_state(1), "lock", context) -%}
{% endmacro %}
