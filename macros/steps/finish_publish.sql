{#
    run-operation: the end of a publish whose exchange is done. Puts right what grants the views lost when they were
    made again, checks that views are what was audited and read no audit or archive schema, gives the archive its
    name, drops archives beyond wap_keep, remembers what prod is now. Can be repeated.
#}
{% macro finish_publish(run=none, context=none) %}
    {%- do dbt_wap.hold_lock("publish", context) -%}
    {%- set run = dbt_wap.find_run(dbt_wap.get_state(run=run), "publish", run, "publish") -%}
    {%- set live = ["publishing", "publish_interrupted"] -%}
    {%- do dbt_wap.begin_step("finish", run["run_id"]) -%}
    {%- set states = dbt_wap.pair_states(run) -%}
    {%- if states | rejectattr("swapped") | list or run["status"] not in live -%}
        {%- do dbt_wap.refuse(
            "publish", dbt_wap.describe_run(run) ~ " is not in the middle of a publish", prod=dbt_wap.describe_prod(run), next=run["next"]
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.match_grants(run, states | selectattr("old") | list, "old") -%}
    {%- do dbt_wap.check_view_reads(run) -%}
    {%- do dbt_wap.restore_views(run) -%}
    {%- set taken_at = dbt_wap.warehouse_time() -%}
    {%- set fingerprints = dbt_wap.fingerprint_relations(run["schemas"], "prod") -%}
    {%- set statements = dbt_wap.archive_statements(run, states) -%}
    {%- do statements.extend(dbt_wap.fingerprint_statements(run["run_id"], "published", fingerprints, taken_at)) -%}
    {%- do statements.append(
        dbt_wap.event_statement(run, "published", context)
    ) -%}
    {%- do dbt_wap.execute_statements(statements) -%}
    {%- do dbt_wap._check_published(run) -%}
    {%- set dropped = dbt_wap.drop_old_archives(dbt_wap.get_var("wap_keep") | int, context) -%}
    {%- do dbt_wap.end_step() -%}
    {%- do dbt_wap.say("run " ~ run["run_id"] ~ " is published") -%}
    {%- do dbt_wap.answer(
        context, {"run_id": run["run_id"], "done": true, "views": [], "archives_dropped": dropped}
    ) -%}
{% endmacro %}

{% macro _check_published(run) %}
    {%- set now = dbt_wap.find_run(dbt_wap.get_state(run=run["run_id"]), "publish", run["run_id"]) -%}
    {%- if now["status"] != "published" -%}
        {%- do dbt_wap.refuse(
            "publish", "the end of the publish of run " ~ run["run_id"] ~ " was not committed", prod=dbt_wap.describe_prod(now),
            next="wap publish " ~ run["run_id"], code="interrupted",
        ) -%}
    {%- endif -%}
{% endmacro %}
