{#
    run-operation: publishes the audited candidate. What differs replaces prod's relations in all schemas, what prod
    was goes to the archive schemas, the audit schemas are dropped; refuses when the audit is missing or blocked, when
    prod or the candidate is not what was audited. `force` skips the check of prod alone. A run that is published
    already is left as it is. With `finish: false` the runner makes the views again by dbt and then calls
    finish_publish.
#}
{% macro swap_schema(
    source_schema=none,
    target_schema=none,
    run=none,
    force=false,
    dry_run=false,
    need_approval=false,
    finish=true,
    context=none
) %}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- do dbt_wap.check_lock(state, "publish", context) -%}
    {%- set run = dbt_wap.publishable_run(state, run, need_approval) -%}
    {%- do dbt_wap.check_named(run, "publish", target_schema, source_schema) -%}
    {%- do dbt_wap.check_target(run) -%}
    {%- if run["status"] in ["published", "discarded"] -%}
        {%- do dbt_wap.say(
            dbt_wap.describe_run(run) ~ ": " ~ ("already published" if run["status"] == "published" else "nothing differed")
            ~ ", nothing to do"
        ) -%}
        {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "done": true, "was_done": true, "views": []}) -%}
    {%- elif dbt_wap.is_swapped(run) and not dry_run -%} {%- do dbt_wap._end_swap(run, finish, context) -%}
    {%- else -%}
        {%- set statements = dbt_wap._swap_statements(run, force, context) -%}
        {%- if dry_run -%}
            {%- do dbt_wap.show_statements(statements) -%}
            {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "statements": statements}) -%}
        {%- else -%}
            {%- do dbt_wap.execute_atomic(
                [dbt_wap.event_statement(run["run_id"], "publishing", "publishing", dbt_wap.actor_of(context))]
            ) -%}
            {%- do dbt_wap.execute_atomic(statements) -%}
            {%- set run = dbt_wap.find_run(dbt_wap.get_state(), "publish", run["run_id"]) -%}
            {%- if not dbt_wap.is_swapped(run) -%}
                {%- do dbt_wap.refuse(
                    "publish", "the swap of run " ~ run["run_id"] ~ " was not committed", next="wap publish " ~ run["run_id"],
                    code="interrupted",
                ) -%}
            {%- endif -%}
            {%- do dbt_wap._end_swap(run, finish, context) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# Either everything that is left of a publish, or the list of views that the runner has dbt make again first. #}
{% macro _end_swap(run, finish, context) %}
    {%- set views = dbt_wap.views_to_remake(run) -%}
    {%- if finish or not views -%} {%- do dbt_wap.finish_publish(run["run_id"], context) -%}
    {%- else -%}
        {%- set names = [] -%}
        {%- for node in dbt_wap.selected_nodes(views) -%} {%- do names.append(node.fqn | join(".")) -%}
        {%- endfor -%}
        {%- do dbt_wap.answer(
            context,
            {"run_id": run["run_id"], "done": false, "views": names, "beside": dbt_wap.caught_beside(views)},
        ) -%}
    {%- endif -%}
{% endmacro %}

{% macro _swap_statements(run, force, context) %}
    {%- set pairs = run["schemas"] -%}
    {%- set drift = dbt_wap.check_fresh(run, force) -%}
    {%- set report = dbt_wap.get_report(run["run_id"]) -%}
    {%- set plan = dbt_wap.publish_plan(pairs, report, drift) -%}
    {%- set statements = dbt_wap.exchange_statements(pairs[0]["database"], plan) -%}
    {%- do statements.append(
        dbt_wap.event_statement(
            run["run_id"],
            "swapped",
            "publishing",
            dbt_wap.actor_of(context),
            {"forced": drift.values() | list},
        )
    ) -%}
    {%- do return(statements) -%}
{% endmacro %}
