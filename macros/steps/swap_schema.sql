{#
    Publish the audited candidate: replace the relations of prod that differ, in all schemas, move the old prod to
    archive schemas and drop the audit schemas. Refuse if the audit is missing or blocked the run, if the run is not
    approved and this person may not approve it alone, if the candidate changed after the audit, or if prod changed
    after the clone (`force` skips only that check). An interrupted publish continues. Nothing to do if the run is
    already published. A run-operation for people: the runner calls begin_publish, exchange and finish_publish, and
    lets dbt rebuild views in between.
#}
{% macro swap_schema(source_schema=none, target_schema=none, run=none, force=false, dry_run=false, context=none) %}
    {%- set state = (
        dbt_wap.get_state(run=run, exact=true) if dry_run
        else dbt_wap.locked_state("publish", context, run, prod=true)
    ) -%}
    {%- set found = dbt_wap.publishable_run(state, run, false) -%}
    {%- do dbt_wap.check_named_schemas(found, "publish", target_schema, source_schema) -%}
    {%- if found["status"] == "awaiting_approval" and not dry_run -%}
        {%- do dbt_wap.check_may_approve(found, "publish", context, alone=true) -%}
    {%- endif -%}
    {%- set over = dbt_wap._is_over(found, context) -%}
    {%- if not over and dry_run -%} {%- do dbt_wap._show_publish(found, force, context) -%}
    {%- elif not over -%}
        {%- do dbt_wap.begin_step("publish", found["run_id"]) -%}
        {%- set now = dbt_wap._exchange(dbt_wap.fresh_reads(found), force, none, context) -%}
        {%- set traits = dbt_wap.strategy_traits() -%}
        {%- set views = {} if traits["views"] == "written" else dbt_wap.views_to_rebuild(now, "prod") -%}
        {%- if views -%} {%- do dbt_wap._say_what_to_type(views) -%}
        {%- else -%} {%- do dbt_wap.finish_publish(found["run_id"], context) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if not dry_run -%} {%- do dbt_wap.end_step(prod=true) -%} {%- endif -%}
{% endmacro %}

{# Return true, and say so, if nothing is left to do for the run. #}
{% macro _is_over(run, context) %}
    {%- if run["status"] not in ["published", "discarded"] -%} {%- do return(false) -%} {%- endif -%}
    {%- set why = "already published" if run["status"] == "published" else "no differences from prod" -%}
    {%- do dbt_wap.say(dbt_wap.describe_run(run) ~ ": " ~ why ~ ", nothing to do") -%}
    {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "done": true, "was_done": true, "views": []}) -%}
    {%- do return(true) -%}
{% endmacro %}

{# Show the statements of a publish. Reads only. #}
{% macro _show_publish(run, force, context) %}
    {%- do dbt_wap.begin_step("publish", run["run_id"]) -%}
    {%- set exchange = dbt_wap._all_statements(run, dbt_wap._publish_change(run, force, context)) -%}
    {%- set archive = dbt_wap.archive_statements(run, dbt_wap.states_after(run, "publish")) -%}
    {%- set statements = dbt_wap.as_one_transaction(exchange) + dbt_wap.as_one_transaction(archive) -%}
    {%- do dbt_wap.show_statements(statements) -%}
    {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "statements": statements}) -%}
{% endmacro %}

{# Print the dbt commands that finish a publish by hand. Pure. #}
{% macro _say_what_to_type(views) %}
    {%- set request = dbt_wap._views_for_dbt(views) -%}
    {%- set count, one = dbt_wap.counted(request["views"] | length, "view"), request["views"] | length == 1 -%}
    {%- do dbt_wap.say(
        "prod is swapped; " ~ count ~ " still " ~ ("reads" if one else "read")
        ~ " the audit schemas, which now hold the old prod. Run:"
    ) -%}
    {%- do dbt_wap.say("  dbt run --select " ~ (request["views"] + request["flags"]) | join(" ")) -%}
    {%- set env = dbt_wap.get_var("wap_env") -%}
    {%- do dbt_wap.say("  dbt run-operation finish_publish" ~ (" --vars '{wap_env: " ~ env ~ "}'" if env)) -%}
{% endmacro %}
