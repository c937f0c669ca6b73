{#
    run-operation (runner only): takes the lock of this project. The plain CREATE fails for the loser of
    a race. Makes the state schema where it is missing. A lock whose id is in `dead` is taken over.
#}
{% macro take_lock(context, dead=none) %}
    {%- set state = dbt_wap.get_state(1) -%}
    {%- set table = dbt_wap.state_table(dbt_wap.lock_name()) -%}
    {%- set statements = dbt_wap.state_statements() -%}
    {%- if dead and state["lock"] and state["lock"]["token"] == dead -%}
        {%- do statements.append("drop table " ~ table) -%}
    {%- else -%}
        {%- do dbt_wap.check_lock(state, "lock", context) -%}
    {%- endif -%}
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
    {%- do dbt_wap.execute_atomic(statements) -%}
    {%- do dbt_wap.check_lock(dbt_wap.get_state(1), "lock", context) -%}
    {%- do dbt_wap.answer(context, {"taken_over": state["lock"]}) -%}
{% endmacro %}
