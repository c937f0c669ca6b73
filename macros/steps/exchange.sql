{#
    Exchange the approved candidate and prod in all schemas, and keep the old prod; finish_publish ends the publish.
    Refuse if the run is not approved, if the candidate changed after the audit, or if prod changed after the clone
    (`force` skips only that check). Views whose compiled code changed since the audit (`compiled`: {unique id: hash})
    get the audited definition. Answer `views`, `also_selected` and `flags`: what dbt has to rebuild in prod; or ask for
    the compiled code, as begin_publish does. If already exchanged, only answer. A run-operation for the runner.
#}
{% macro exchange(run=none, force=false, compiled=none, reason=none, context=none) %}
    {%- set state = dbt_wap.locked_state("publish", context, run, prod=true) -%}
    {%- set found = dbt_wap.fresh_reads(dbt_wap.publishable_run(state, run, true)) -%}
    {%- if not dbt_wap._is_over(found, context) -%}
        {%- do dbt_wap.begin_step("publish", found["run_id"]) -%}
        {%- set now = dbt_wap._exchange(found, force, dbt_wap.from_runner(compiled), context, reason) -%}
        {%- set views = dbt_wap.views_to_rebuild(now, "prod") -%}
        {%- set ask = views and compiled is none -%}
        {%- set answer = dbt_wap._compile_request(views) if ask else dbt_wap._views_for_dbt(views) -%}
        {%- do dbt_wap.answer(context, dict(answer, run_id=found["run_id"], done=false)) -%}
    {%- endif -%}
    {%- do dbt_wap.end_step(prod=true) -%}
{% endmacro %}

{#
    Exchange candidate and prod, check that it took effect, and record it. Views whose compiled code changed since the
    audit get the audited definition. Return the run as it is then.
#}
{% macro _exchange(run, force, compiled, context, reason=none) %}
    {%- set now = run -%}
    {%- if dbt_wap.is_swapped(run) -%} {%- do dbt_wap.checked_report(run, "publish") -%}
    {%- else -%}
        {%- set change = dbt_wap._publish_change(run, force, context) -%}
        {%- set begun, told = dbt_wap.approval_statements(run, context), {"reason": reason} if reason else {} -%}
        {%- do begun.append(dbt_wap.event_statement(run, "publishing", context, told)) -%}
        {%- if dbt_wap.strategy_traits()["atomic"] == "all" -%} {%- do dbt_wap.execute_statements(begun) -%}
        {%- else -%} {%- do change.update({"prepare": begun + change["prepare"]}) -%}
        {%- endif -%}
        {%- do dbt_wap._run_exchange(run, change, force) -%}
        {%- set now = dbt_wap.find_run(dbt_wap.get_state(run=run["run_id"]), "publish", run["run_id"]) -%}
        {%- set now = dbt_wap.fresh_reads(now, run) -%}
        {%- do dbt_wap._check_exchanged(now) -%}
    {%- endif -%}
    {%- if "swapped" not in now["events"] | map(attribute="event") | list -%}
        {%- do dbt_wap.execute_statements([dbt_wap.event_statement(now, "swapped", context)]) -%}
    {%- endif -%}
    {%- set late = dbt_wap.written_view_statements(now, "prod") -%}
    {%- if late -%}
        {%- do dbt_wap.execute_statements(late) -%} {%- set now = dbt_wap.fresh_reads(now) -%}
    {%- endif -%}
    {%- set views = dbt_wap.views_to_rebuild(now, "prod") if compiled is not none else {} -%}
    {%- set changed = dbt_wap.check_compiled(now, views, compiled, "prod") if views else [] -%}
    {%- if changed -%} {%- do dbt_wap._restore_audited_views(now, changed, "prod") -%} {%- endif -%}
    {%- do return(dbt_wap.fresh_reads(now) if changed else now) -%}
{% endmacro %}

{# Refuse if prod is not the candidate after the exchange: dbt can exit 0 and lose the statements. Reads only. #}
{% macro _check_exchanged(run) %}
    {%- if not dbt_wap.is_swapped(run) -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the swap of run " ~ run["run_id"] ~ " was not committed",
            prod=dbt_wap.describe_prod(run),
            next="wap publish " ~ run["run_id"],
            code="interrupted",
        ) -%}
    {%- endif -%}
{% endmacro %}

{# Return an answer that asks the runner for the compiled code of these views. Pure. #}
{% macro _compile_request(views) %}
    {%- set wanted = dbt_wap._views_for_dbt(views) -%}
    {%- do return(
        {
            "compile": wanted["views"],
            "also_selected": wanted["also_selected"],
            "hooks": dbt_wap.hook_warnings(),
            "views": [],
        }
    ) -%}
{% endmacro %}

{# Return the views for dbt: {views: fqn selectors, also_selected: what to exclude, flags}. Pure. #}
{% macro _views_for_dbt(views) %}
    {%- set names, flags = [], [] -%}
    {%- for node in dbt_wap.selected_nodes(views) -%}
        {%- do names.append(node.fqn | join(".")) -%}
        {%- if node.config.materialized == "dynamic_table" and not flags -%}
            {%- do flags.append("--full-refresh") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set others = dbt_wap.overmatched_by_selector(views) -%}
    {%- do return({"views": names, "also_selected": others, "flags": flags}) -%}
{% endmacro %}

{# Return the run with only the schemas that are not swapped yet. Reads only. #}
{% macro _unswapped(run) %}
    {%- set pairs = dbt_wap.pair_states(run) | rejectattr("swapped") | list -%}
    {%- do return(dict(run, schemas=pairs, all_schemas=run["schemas"])) -%}
{% endmacro %}

{# Return the change that publishes the run, for _run_exchange. Reads only. #}
{% macro _publish_change(run, force, context) %}
    {%- set left = dbt_wap._unswapped(run) -%}
    {%- set report = dbt_wap.checked_report(run, "publish") -%}
    {%- set seen = dbt_wap.check_fresh(left, force) -%}
    {%- set plan = dbt_wap.publish_plan(left["schemas"], report, seen["moved"]) -%}
    {%- set grants = dbt_wap.grants_plan(plan, "prod", "source", run) -%}
    {%- set change = dbt_wap.exchange_statements(plan, run["run_id"], grants) -%}
    {%- set written = dbt_wap.written_view_statements(left, "audit") -%}
    {%- do change.update({"prepare": written + change["prepare"]}) -%}
    {%- set recorded, forced = dict(run, status="publishing"), {"forced": seen["moved"].values() | list} -%}
    {%- set swapped = dbt_wap.event_statement(recorded, "swapped", context, forced) -%}
    {%- do change.update({"step": "publish", "run": left, "seen": seen, "begin": [], "record": [swapped]}) -%}
    {%- do return(change) -%}
{% endmacro %}

{#
    Run the exchange of a publish (exchange, swap_schema) or a rollback. `change`: from exchange_statements, with step,
    run, keys, seen and `record`, the statements that record the exchange. Runs in one transaction if the strategy is
    atomic. If not, preparing may take a while, so prod is checked again right before the exchange, which is recorded
    last.
#}
{% macro _run_exchange(run, change, force) %}
    {%- if dbt_wap.strategy_traits()["atomic"] == "all" -%}
        {%- do dbt_wap.execute_statements(dbt_wap._all_statements(run, change)) -%}
    {%- else -%}
        {%- do dbt_wap.execute_statements(change["prepare"]) -%}
        {%- if change["step"] == "publish" -%}
            {%- do change.update({"run": dict(dbt_wap.fresh_reads(change["run"]), status="publishing")}) -%}
            {%- do change.update({"seen": dbt_wap.check_drift(change["run"], force)}) -%}
            {%- set archived = dbt_wap.archived_statements(run, change) -%}
            {%- do dbt_wap.keep_lock("publish", prod=true) -%}
            {%- do dbt_wap.execute_statements(archived + change["exchange"] + change["record"]) -%}
        {%- else -%}
            {%- do dbt_wap.check_late_writes(dbt_wap.fresh_reads(run), change["keys"], force) -%}
            {%- do dbt_wap.keep_lock("rollback", prod=true) -%}
            {%- do dbt_wap.execute_statements(change["begin"] + change["exchange"]) -%}
            {%- set states = dbt_wap.fresh_reads(dict(run, schemas=change["states"]))["schemas"] -%}
            {%- set states = states | selectattr("candidate") | list -%}
            {%- do dbt_wap._match_grants(run, states, "candidate", back=true) -%}
            {%- do dbt_wap.execute_statements(change["record"]) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#
    Return all statements of a change in order, to run in one transaction or to show in a dry run of swap_schema or
    rollback. May scan prod; reads only.
#}
{% macro _all_statements(run, change) %}
    {%- set archived = dbt_wap.archived_statements(run, change) if change["step"] == "publish" else [] -%}
    {%- do return(change["prepare"] + archived + change["begin"] + change["exchange"] + change["record"]) -%}
{% endmacro %}
