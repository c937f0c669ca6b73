{#
    Finish a publish after its exchange: restore grants that views lost when they were rebuilt, check that views match
    the audit and read no audit or archive schema, rename the archive, drop the audit schemas and the archives beyond
    wap_keep, and record fingerprints of prod and which other runs are stale now. Can be repeated. A run-operation.
#}
{% macro finish_publish(run=none, context=none) %}
    {%- set state = dbt_wap.locked_state("publish", context, run, prod=true) -%}
    {%- set found = dbt_wap.find_run(state, "publish", run, "publish") -%}
    {%- do dbt_wap.begin_step("finish", found["run_id"]) -%}
    {%- do dbt_wap._finish_publish(state["tables"], dbt_wap.fresh_reads(found), context) -%}
    {%- do dbt_wap.end_step(prod=true) -%}
{% endmacro %}

{# Finish a publish and answer. For finish_publish and begin_publish. `tables`: from state_tables. #}
{% macro _finish_publish(tables, found, context) %}
    {%- set states = dbt_wap.pair_states(found) -%}
    {%- do dbt_wap._refuse_unexchanged(found, states) -%}
    {%- if dbt_wap.strategy_traits()["grants"] == "travel" -%}
        {%- do dbt_wap._match_grants(found, states | selectattr("old") | list, "old") -%}
    {%- endif -%}
    {%- do dbt_wap.check_view_reads(found) -%}
    {%- set found = dbt_wap._restore_views(found) -%}
    {%- set relations = dbt_wap.relations_of(found["schemas"], "prod") -%}
    {%- set taken_at = dbt_wap.time_of_reads(found["schemas"]) -%}
    {%- set now = dbt_wap.fingerprint_relations(found["schemas"], "prod", relations) -%}
    {%- set statements = dbt_wap.archive_statements(found, states) -%}
    {%- do statements.extend(dbt_wap.fingerprint_statements(found["run_id"], "published", now, taken_at)) -%}
    {%- do statements.append(dbt_wap.event_statement(found, "published", context)) -%}
    {%- do dbt_wap.execute_statements(statements) -%}
    {%- set state = dbt_wap.get_state(run=found["run_id"], tables=tables) -%}
    {%- set published = dbt_wap._published_run(state, found["run_id"]) -%}
    {%- do dbt_wap._mark_others_stale(state, found, "published by run " ~ found["run_id"], context, now) -%}
    {%- set dropped = dbt_wap._drop_old_archives(state, dbt_wap.get_var("wap_keep") | int, context) -%}
    {%- do dbt_wap.say("run " ~ found["run_id"] ~ " published") -%}
    {%- set gone = dbt_wap.archive_schemas_of(published) | selectattr("schema", "in", dropped) | list -%}
    {%- set undo = published["next"] if published["next"].startswith("wap rollback ") and not gone else none -%}
    {%- set answer = {"run_id": found["run_id"], "done": true, "views": []} -%}
    {%- do dbt_wap.answer(context, dict(answer, target=published["target"], undo=undo)) -%}
{% endmacro %}

{% macro _refuse_unexchanged(run, states) %}
    {%- set live = run["status"] in ["publishing", "publish_interrupted"] -%}
    {%- if states | rejectattr("swapped") | list or not live -%}
        {%- do dbt_wap.refuse(
            "publish",
            dbt_wap.describe_run(run) ~ " is not being published",
            prod=dbt_wap.describe_prod(run),
            next=run["next"],
        ) -%}
    {%- endif -%}
{% endmacro %}

{#
    Check that the views that dbt rebuilt in prod are the audited ones. Restore the audited view if the engine still
    has it; if not, refuse (code interrupted). Return the run, with fresh reads if a view changed.
#}
{% macro _restore_views(run) %}
    {%- set now, unlike = run, dbt_wap.views_not_as_audited(run) -%}
    {%- if unlike and dbt_wap.strategy_traits()["views"] == "written" -%}
        {%- do dbt_wap._restore_audited_views(run, unlike.keys() | list, "audit") -%}
        {%- set now = dbt_wap.fresh_reads(run) -%}
        {%- set unlike = dbt_wap.views_not_as_audited(now) -%}
    {%- endif -%}
    {%- for name in unlike.values() -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the view " ~ name ~ " was not built from the audited code",
            prod="published, but that view is wrong",
            next="wap rollback " ~ run["run_id"],
            code="interrupted",
        ) -%}
    {%- endfor -%}
    {%- do return(now) -%}
{% endmacro %}

{# Record which other runs are stale because this run moved prod. For finish_publish and rollback. #}
{% macro _mark_others_stale(state, run, how, context, now=none) %}
    {%- set statements = dbt_wap.stale_statements(state, run, how, context, now) -%}
    {%- if statements -%} {%- do dbt_wap.execute_statements(statements) -%} {%- endif -%}
{% endmacro %}

{# Return the run, which is published now; refuse (code interrupted) if it is not. #}
{% macro _published_run(state, run_id) %}
    {%- set now = dbt_wap.find_run(state, "publish", run_id) -%}
    {%- if now["status"] != "published" -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the last step of the publish of run " ~ run_id ~ " was not committed",
            prod=dbt_wap.describe_prod(now),
            next="wap publish " ~ run_id,
            code="interrupted",
        ) -%}
    {%- endif -%}
    {%- do return(now) -%}
{% endmacro %}

{#
    Give prod the grants that the schemas on another side of the pairs have and prod lacks; refuse (code interrupted) if
    one is still missing. For finish_publish and, without transactions, rollback (`back`).
#}
{% macro _match_grants(run, pairs, from_side, back=false) %}
    {%- if not pairs -%} {%- do return(none) -%} {%- endif -%}
    {%- set step = "rollback" if back else "publish" -%}
    {%- set plan = dbt_wap.grants_plan(pairs, from_side, "prod", none if back else run) -%}
    {%- set statements = dbt_wap.revoke_statements(plan["revoke"]) + dbt_wap.grant_statements(plan["apply"]) -%}
    {%- if statements -%}
        {%- do dbt_wap.execute_statements(statements) -%}
        {%- set left = dbt_wap.grants_plan(pairs, from_side, "prod", none if back else run) -%}
        {%- for row in left["apply"] + left["revoke"] -%}
            {%- set object = row["schema"] ~ ("." ~ row["name"] if row["name"]) -%}
            {%- do dbt_wap.refuse(
                step,
                "the grant of " ~ row["privilege"] ~ " on " ~ object ~ " to " ~ row["to_name"] ~ " was not restored",
                prod=("as before the run" if back else "published") ~ ", but without that grant",
                next="wap " ~ step ~ " " ~ run["run_id"] ~ ", after you allow the role to make that grant",
                code="interrupted",
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{#
    Restore the audited definition of these views (relation keys) in prod. side: as in audited_view_statements. For
    exchange, swap_schema and finish_publish.
#}
{% macro _restore_audited_views(run, keys, side) %}
    {%- set statements = [] -%}
    {%- for of_view in dbt_wap.audited_view_statements(run, keys, side).values() -%}
        {%- do statements.extend(of_view) -%}
    {%- endfor -%}
    {%- do dbt_wap.execute_statements(statements) -%}
{% endmacro %}
