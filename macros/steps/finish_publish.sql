{#
    run-operation: the end of a publish whose exchange is committed. Checks that no view of prod reads an audit or an
    archive schema, drops the audit schemas, drops archives beyond wap_keep, remembers what prod is now.
#}
{% macro finish_publish(run, context=none) %}
    {%- set run = dbt_wap.find_run(dbt_wap.get_state(), "publish", run) -%}
    {%- do dbt_wap.check_views(run) -%}
    {%- set fingerprints = dbt_wap.fingerprint_relations(run["schemas"], "prod") -%}
    {%- set statements = dbt_wap.drop_candidate_statements(run) -%}
    {%- do statements.extend(dbt_wap.fingerprint_statements(run["run_id"], "published", fingerprints)) -%}
    {%- do statements.append(
        dbt_wap.event_statement(run["run_id"], "published", "published", dbt_wap.actor_of(context))
    ) -%}
    {%- do dbt_wap.execute_atomic(statements) -%}
    {%- set dropped = dbt_wap.drop_old_archives(dbt_wap.get_var("wap_keep") | int, context) -%}
    {%- do dbt_wap.say("run " ~ run["run_id"] ~ " is published") -%}
    {%- do dbt_wap.answer(
        context, {"run_id": run["run_id"], "done": true, "views": [], "archives_dropped": dropped}
    ) -%}
{% endmacro %}
