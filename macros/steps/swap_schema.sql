{#
    run-operation: publishes the audited candidate, typed by hand. What differs replaces prod's relations in all
    schemas, what prod was goes to the archive schemas, the audit schemas are dropped; refuses when the audit is
    missing or blocked, when prod or the candidate is not what was audited. `force` skips the check of prod alone. A
    run that is published already is left as it is, one that was interrupted goes on where it is. The runner calls
    prepare_publish, exchange and finish_publish instead, and has dbt make views in between.
#}
{% macro swap_schema(source_schema=none, target_schema=none, run=none, force=false, dry_run=false, context=none) %}
    {%- if not dry_run -%} {%- do dbt_wap.hold_lock("publish", context) -%} {%- endif -%}
    {%- set found = dbt_wap.publishable_run(dbt_wap.get_state(run=run), run, false) -%}
    {%- do dbt_wap.check_named_schemas(found, "publish", target_schema, source_schema) -%}
    {%- set over = dbt_wap._is_over(found, context) -%}
    {%- if not over and dry_run -%} {%- do dbt_wap._show_publish(found, force, context) -%}
    {%- elif not over -%}
        {%- do dbt_wap._exchange(found, force, none, context) -%}
        {%- set traits = dbt_wap.strategy_traits() -%}
        {%- set views = {} if traits["views"] == "written" else dbt_wap.views_to_rebuild(found, "prod") -%}
        {%- if views -%} {%- do dbt_wap._say_what_to_type(views) -%}
        {%- else -%} {%- do dbt_wap.finish_publish(found["run_id"], context) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if not dry_run -%} {%- do dbt_wap.end_step() -%} {%- endif -%}
{% endmacro %}

{# True for a run with which nothing is left to do, which is said. #}
{% macro _is_over(run, context) %}
    {%- if run["status"] not in ["published", "discarded"] -%} {%- do return(false) -%} {%- endif -%}
    {%- set why = "already published" if run["status"] == "published" else "nothing differed" -%}
    {%- do dbt_wap.say(dbt_wap.describe_run(run) ~ ": " ~ why ~ ", nothing to do") -%}
    {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "done": true, "was_done": true, "views": []}) -%}
    {%- do return(true) -%}
{% endmacro %}

{# The statements of a publish, as they would run. #}
{% macro _show_publish(run, force, context) %}
    {%- do dbt_wap.begin_step("publish", run["run_id"]) -%}
    {%- set exchange = dbt_wap._all_statements(run, dbt_wap._publish_change(run, force, context)) -%}
    {%- set archive = dbt_wap.archive_statements(run, dbt_wap.states_after(run, "publish")) -%}
    {%- set statements = dbt_wap.as_one_transaction(exchange) + dbt_wap.as_one_transaction(archive) -%}
    {%- do dbt_wap.show_statements(statements) -%}
    {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "statements": statements}) -%}
{% endmacro %}

{# What dbt still has to make again, for a person to type. #}
{% macro _say_what_to_type(views) %}
    {%- set request = dbt_wap._views_for_dbt(views) -%}
    {%- do dbt_wap.say(
        "prod is swapped; " ~ request["views"] | length
        ~ " view(s) still read the audit schemas, where the prod before is now. Type:"
    ) -%}
    {%- do dbt_wap.say("  dbt run --select " ~ (request["views"] + request["flags"]) | join(" ")) -%}
    {%- do dbt_wap.say("  dbt run-operation finish_publish") -%}
{% endmacro %}
