{#
    run-operation: puts prod back to what it was before a run was published, from the archive, in all schemas at once;
    what the run had published goes to a schema <archive>_undone. Refuses when a later run was published, when prod
    was written to since (unless `force`), when the archive is gone. Rolled back already: nothing to do.
#}
{% macro rollback(run=none, force=false, dry_run=false, context=none) %}
    {%- if not dry_run -%} {%- do dbt_wap.hold_lock("rollback", context) -%} {%- endif -%}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- set found = dbt_wap.run_to_roll_back(state, run) -%}
    {%- if found["status"] == "rolled_back" -%}
        {%- do dbt_wap.say(dbt_wap.describe_run(found) ~ " already, nothing to do") -%}
        {%- do dbt_wap.answer(context, {"run_id": found["run_id"]}) -%}
    {%- else -%}
        {%- do dbt_wap.begin_step("rollback", found["run_id"]) -%}
        {%- do dbt_wap.check_rollback(state, found, force) -%}
        {%- set statements = dbt_wap.exchange_statements(dbt_wap.rollback_plan(found)) -%}
        {%- set states = dbt_wap.states_after(found, "rollback") -%}
        {%- set ending = dbt_wap.undone_statements(found, states) -%}
        {%- if dry_run -%}
            {%- do dbt_wap.show_statements(statements + ending) -%}
            {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "statements": statements + ending}) -%}
        {%- else -%}
            {%- do dbt_wap._go_back(found, statements, ending, states, context) -%}
            {%- do dbt_wap._check_rolled_back(found) -%}
            {%- do dbt_wap.say("run " ~ found["run_id"] ~ " is rolled back") -%}
            {%- do dbt_wap.answer(context, {"run_id": found["run_id"]}) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if not dry_run -%} {%- do dbt_wap.end_step() -%} {%- endif -%}
{% endmacro %}

{# In one transaction where the engine has one; else the record says first what has begun. #}
{% macro _go_back(run, statements, ending, states, context) %}
    {%- if dbt_wap.has_atomic_ddl() -%}
        {%- set ended = dbt_wap.event_statement(run, "rolled_back", context) -%}
        {%- do dbt_wap.execute_statements(statements + ending + [ended]) -%}
    {%- else -%}
        {%- do dbt_wap.execute_statements(
            [dbt_wap.event_statement(run, "rolling_back", context)] + statements
        ) -%}
        {%- do dbt_wap.check_grants(run, states | selectattr("candidate") | list, "candidate", back=true) -%}
        {%- do dbt_wap.execute_statements(ending + [dbt_wap.event_statement(run, "rolled_back", context)]) -%}
    {%- endif -%}
{% endmacro %}

{% macro _check_rolled_back(run) %}
    {%- set now = dbt_wap.find_run(dbt_wap.get_state(), "rollback", run["run_id"]) -%}
    {%- if now["status"] != "rolled_back" -%}
        {%- do dbt_wap.refuse(
            "rollback", "the rollback of run " ~ run["run_id"] ~ " was not committed", prod=dbt_wap.prod_now(now),
            next="wap rollback " ~ run["run_id"], code="interrupted",
        ) -%}
    {%- endif -%}
{% endmacro %}
