{#
    Restore prod from the archive to its state before a run was published, in all schemas; the published relations move
    to a schema `<archive>_undone`. Refuse if a later run was published, if prod changed since (unless `force`), if the
    archive was dropped or changed, or if prod would be left empty (unless the run is named or `force` is given).
    Nothing to do if the run is already rolled back. A run-operation.
#}
{% macro rollback(run=none, force=false, dry_run=false, reason=none, context=none) %}
    {%- set state = (
        dbt_wap.get_state(50, run, exact=true) if dry_run
        else dbt_wap.locked_state("rollback", context, run, prod=true, limit=50)
    ) -%}
    {%- set found = dbt_wap.run_to_roll_back(state, run) -%}
    {%- if found["status"] == "rolled_back" -%}
        {%- do dbt_wap.say(dbt_wap.describe_run(found) ~ " is already rolled back, nothing to do") -%}
        {%- do dbt_wap.answer(context, {"run_id": found["run_id"]}) -%}
    {%- else -%}
        {%- set found = dbt_wap.fresh_reads(found) -%}
        {%- do dbt_wap.begin_step("rollback", found["run_id"]) -%}
        {%- do dbt_wap.check_rollback(state, found) -%}
        {%- set change = dbt_wap._rollback_change(found, force, run or force, context, reason) -%}
        {%- if dry_run -%}
            {%- set statements = dbt_wap.as_one_transaction(dbt_wap._all_statements(found, change)) -%}
            {%- set back = dbt_wap.describe_rollback(state, found) -%}
            {%- do dbt_wap.show_statements(statements) -%}
            {%- do dbt_wap.say(back) -%}
            {%- do dbt_wap.answer(context, {"run_id": found["run_id"], "statements": statements, "back": back}) -%}
        {%- else -%}
            {%- do dbt_wap._run_exchange(found, change, force) -%}
            {%- set state = dbt_wap.get_state(run=found["run_id"], tables=state["tables"]) -%}
            {%- set found = dbt_wap.fresh_reads(found) -%}
            {%- do dbt_wap.check_rolled_back(state, found, change["keys"]) -%}
            {%- set how = "by the rollback of run " ~ found["run_id"] -%}
            {%- do dbt_wap._mark_others_stale(state, found, how, context) -%}
            {%- do dbt_wap.say("run " ~ found["run_id"] ~ " rolled back") -%}
            {%- do dbt_wap.answer(context, {"run_id": found["run_id"]}) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if not dry_run -%} {%- do dbt_wap.end_step(prod=true) -%} {%- endif -%}
{% endmacro %}

{#
    Return the change that undoes the run, for _run_exchange, after checking that nothing is lost. Without transactions
    it first records that the rollback has begun. Reads only.
#}
{% macro _rollback_change(run, force, meant, context, reason) %}
    {%- set plan = dbt_wap.rollback_plan(run) -%}
    {%- set keys = dbt_wap.keys_in_plan(plan) -%}
    {%- do dbt_wap.check_late_writes(run, keys, force) -%}
    {%- do dbt_wap.check_rollback_drops(run, keys, meant) -%}
    {%- set grants = dbt_wap.grants_plan(plan, "prod", "source") -%}
    {%- set change, states = dbt_wap.exchange_statements(plan, none, grants), dbt_wap.states_after(run, "rollback") -%}
    {%- set told = {"reason": reason} if reason else {} -%}
    {%- set record, recorded, begin = dbt_wap.undone_statements(run, states), dict(run), [] -%}
    {%- if dbt_wap.strategy_traits()["atomic"] != "all" -%}
        {%- do begin.append(dbt_wap.event_statement(recorded, "rolling_back", context, told)) -%}
    {%- endif -%}
    {%- do record.append(dbt_wap.event_statement(recorded, "rolled_back", context, told)) -%}
    {%- do change.update({"step": "rollback", "run": run, "keys": keys}) -%}
    {%- do change.update({"states": states, "begin": begin, "record": record}) -%}
    {%- do return(change) -%}
{% endmacro %}
