{#
    run-operation: publishes the audited candidate. What differs replaces prod's relations in all schemas, what prod
    was goes to the archive schemas, the audit schemas are dropped; refuses when the audit is missing or blocked, when
    prod or the candidate is not what was audited. `force` skips the check of prod alone. A run that is published
    already is left as it is, one that was interrupted goes on where it is. With `finish: false` the runner has dbt make
    the views that need it, before the exchange (`prepared`: that is done) and after it, and then calls finish_publish;
    first it says what dbt compiles them to (`compiled`: {unique id: hash}), which must be what was audited.
#}
{% macro swap_schema(
    source_schema=none,
    target_schema=none,
    run=none,
    force=false,
    dry_run=false,
    need_approval=false,
    finish=true,
    prepared=false,
    compiled=none,
    context=none
) %}
    {%- if not dry_run -%} {%- do dbt_wap.hold_lock("publish", context) -%} {%- endif -%}
    {%- set state, compiled = dbt_wap.get_state(run=run), dbt_wap.from_runner(compiled) -%}
    {%- set run = dbt_wap.publishable_run(state, run, need_approval) -%}
    {%- do dbt_wap.check_named_schemas(run, "publish", target_schema, source_schema) -%}
    {%- if run["status"] in ["published", "discarded"] -%}
        {%- do dbt_wap.say(
            dbt_wap.describe_run(run) ~ ": " ~ ("already published" if run["status"] == "published" else "nothing differed")
            ~ ", nothing to do"
        ) -%}
        {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "done": true, "was_done": true, "views": []}) -%}
    {%- elif dbt_wap.is_swapped(run) and not dry_run -%}
        {%- do dbt_wap.checked_report(run, "publish") -%}
        {%- do dbt_wap._end_swap(run, finish, compiled, context) -%}
    {%- else -%}
        {%- do dbt_wap.begin_step("publish", run["run_id"]) -%}
        {%- set views = dbt_wap.views_to_rebuild(run, "audit") if not (finish or prepared or dry_run) else {} -%}
        {%- set changed = dbt_wap.check_compiled(run, views, compiled, "audit") if compiled is not none else [] -%}
        {%- set levels = dbt_wap._levels_without(run, changed) if views and compiled is not none else [] -%}
        {%- if views and compiled is none -%} {%- do dbt_wap._ask_to_compile(run, views, context) -%}
        {%- elif levels -%} {%- do dbt_wap._begin_preparing(run, levels, force, context) -%}
        {%- elif dry_run -%}
            {%- set exchange = dbt_wap.all_statements(run, dbt_wap._publish_change(run, force, context)) -%}
            {%- set archive = dbt_wap.archive_statements(run, dbt_wap.states_after(run, "publish")) -%}
            {%- set statements = dbt_wap.as_one_transaction(exchange) + dbt_wap.as_one_transaction(archive) -%}
            {%- do dbt_wap.show_statements(statements) -%}
            {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "statements": statements}) -%}
        {%- else -%}
            {%- set change = dbt_wap._publish_change(run, force, context) -%}
            {%- do dbt_wap._swap(run, change, force, finish, compiled, context) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if not dry_run -%} {%- do dbt_wap.end_step() -%} {%- endif -%}
{% endmacro %}

{# Hands the runner the views of which it is to say what dbt compiles them to. #}
{% macro _ask_to_compile(run, views, context) %}
    {%- set names = [] -%}
    {%- for node in dbt_wap.selected_nodes(views) -%}
        {%- do names.append(node.fqn | join(".")) -%}
    {%- endfor -%}
    {%- do dbt_wap.answer(
        context,
        {
            "run_id": run["run_id"],
            "done": false,
            "compile": names,
            "views": [],
            "also_selected": dbt_wap.overmatched_by_selector(views),
            "hooks": dbt_wap.hook_warnings(),
        },
    ) -%}
{% endmacro %}

{# The views that dbt makes before the exchange, as in views_to_prepare, without those that get the audited text. #}
{% macro _levels_without(run, changed) %}
    {%- set levels = [] -%}
    {%- for level in dbt_wap.views_to_prepare(run) -%}
        {%- set left = [] -%}
        {%- for node in dbt_wap.selected_nodes(level) if dbt_wap.node_key(node) not in changed -%}
            {%- do left.append(node.unique_id) -%}
        {%- endfor -%}
        {%- if left -%} {%- do levels.append(left) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(levels) -%}
{% endmacro %}

{# The exchange, and the proof that it has happened. #}
{% macro _swap(run, change, force, finish, compiled, context) %}
    {%- do dbt_wap.execute_statements(
        dbt_wap.approval_statements(run, context) + [dbt_wap.event_statement(run, "publishing", context)]
    ) -%}
    {%- do dbt_wap.run_exchange(run, change, force) -%}
    {%- set run = dbt_wap.find_run(dbt_wap.get_state(run=run["run_id"]), "publish", run["run_id"]) -%}
    {%- if not dbt_wap.is_swapped(run) -%}
        {%- do dbt_wap.refuse(
            "publish", "the swap of run " ~ run["run_id"] ~ " was not committed", prod=dbt_wap.describe_prod(run),
            next="wap publish " ~ run["run_id"],
            code="interrupted",
        ) -%}
    {%- endif -%}
    {%- do dbt_wap._end_swap(run, finish, compiled, context) -%}
{% endmacro %}

{#
    Either everything that is left of a publish, or the views that dbt has to make again first: the runner gets their
    names, a person the commands to type. Where views hold prod's names already, nobody has to. Views that dbt would not
    make as they were audited are written here.
#}
{% macro _end_swap(run, finish, compiled, context) %}
    {%- if "swapped" not in run["events"] | map(attribute="event") | list -%}
        {%- do dbt_wap.execute_statements(
            [dbt_wap.event_statement(run, "swapped", context)]
        ) -%}
    {%- endif -%}
    {%- set views = dbt_wap.views_to_rebuild(run, "prod") if not (finish and dbt_wap.strategy_traits()["views"] == "written") else {} -%}
    {%- set changed = dbt_wap.check_compiled(run, views, compiled, "prod") if compiled is not none else [] -%}
    {%- if changed -%}
        {%- do dbt_wap.restore_audited_views(run, changed, "prod") -%}
        {%- set views = dbt_wap.views_to_rebuild(run, "prod") -%}
    {%- endif -%}
    {%- set names, flags = [], [] -%}
    {%- for node in dbt_wap.selected_nodes(views) -%}
        {%- do names.append(node.fqn | join(".")) -%}
        {%- if node.config.materialized == "dynamic_table" and not flags -%}
            {%- do flags.append("--full-refresh") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not views -%} {%- do dbt_wap.finish_publish(run["run_id"], context) -%}
    {%- elif compiled is none and not finish -%} {%- do dbt_wap._ask_to_compile(run, views, context) -%}
    {%- elif finish -%}
        {%- do dbt_wap.say("prod is swapped; " ~ names | length ~ " view(s) still read the audit schemas, where the prod before is now. Type:") -%}
        {%- do dbt_wap.say("  dbt run --select " ~ (names + flags) | join(" ")) -%}
        {%- do dbt_wap.say("  dbt run-operation finish_publish") -%}
    {%- else -%}
        {%- do dbt_wap.answer(
            context,
            {
                "run_id": run["run_id"],
                "done": false,
                "views": names,
                "also_selected": dbt_wap.overmatched_by_selector(views),
                "flags": flags,
            },
        ) -%}
    {%- endif -%}
{% endmacro %}

{#
    Hands the runner the views that dbt is to make first. From then on the candidate reads prod and cannot be audited
    any more: that is recorded.
#}
{% macro _begin_preparing(run, levels, force, context) %}
    {%- do dbt_wap.checked_report(run, "publish") -%}
    {%- do dbt_wap.check_fresh(dbt_wap._unswapped(run), force) -%}
    {%- do dbt_wap.execute_statements(
        dbt_wap.approval_statements(run, context) + [dbt_wap.event_statement(run, "preparing", context)]
    ) -%}
    {%- do dbt_wap.answer(context, {"run_id": run["run_id"], "done": false, "prepare": levels, "views": []}) -%}
{% endmacro %}

{# The run as it is of the schemas that are still to be swapped. #}
{% macro _unswapped(run) %}
    {%- set pairs = dbt_wap.pair_states(run) | rejectattr("swapped") | list -%}
    {%- do return(dict(run, schemas=pairs, all_schemas=run["schemas"])) -%}
{% endmacro %}

{# What run_exchange does to publish the run. #}
{% macro _publish_change(run, force, context) %}
    {%- set left = dbt_wap._unswapped(run) -%}
    {%- set report = dbt_wap.checked_report(run, "publish") -%}
    {%- set seen = dbt_wap.check_fresh(left, force) -%}
    {%- set plan = dbt_wap.publish_plan(left["schemas"], report, seen["moved"]) -%}
    {%- set grants = dbt_wap.grants_plan(plan, "prod", "source", run) -%}
    {%- set change = dbt_wap.exchange_statements(plan, run["run_id"], grants) -%}
    {%- set recorded = dict(run, status="publishing") -%}
    {%- set swapped = dbt_wap.event_statement(recorded, "swapped", context, {"forced": seen["moved"].values() | list}) -%}
    {%- do change.update({"step": "publish", "run": left, "seen": seen, "begin": [], "record": [swapped]}) -%}
    {%- do return(change) -%}
{% endmacro %}
