{#
    run-operation (runner only): makes prod what the candidate is, in all schemas, and keeps what prod was. Refuses
    when the candidate is not what was audited, or prod is not what was cloned (`force` skips the latter). Views
    that dbt would make from something else than was audited (`compiled`: what dbt makes of them now) are written as
    audited. Answers `views`, `also_selected` and `flags`: what dbt has to make again in prod before finish_publish
    ends the publish, or asks for what dbt compiles them to, as prepare_publish does. Done already: only answers.
#}
{% macro exchange(run=none, force=false, compiled=none, context=none) %}
    {%- do dbt_wap.hold_lock("publish", context) -%}
    {%- set found = dbt_wap.publishable_run(dbt_wap.get_state(run=run), run, true) -%}
    {%- if not dbt_wap._is_over(found, context) -%}
        {%- do dbt_wap._exchange(found, force, dbt_wap.from_runner(compiled), context) -%}
        {%- set views = dbt_wap.views_to_rebuild(found, "prod") -%}
        {%- set ask = views and compiled is none -%}
        {%- set answer = dbt_wap._compile_request(views) if ask else dbt_wap._views_for_dbt(views) -%}
        {%- do dbt_wap.answer(context, dict(answer, run_id=found["run_id"], done=false)) -%}
    {%- endif -%}
    {%- do dbt_wap.end_step() -%}
{% endmacro %}

{#
    Prod is the candidate, and that is proven and recorded; views that dbt would make otherwise have their audited
    text.
#}
{% macro _exchange(run, force, compiled, context) %}
    {%- set now = run -%}
    {%- if dbt_wap.is_swapped(run) -%} {%- do dbt_wap.checked_report(run, "publish") -%}
    {%- else -%}
        {%- do dbt_wap.begin_step("publish", run["run_id"]) -%}
        {%- set change = dbt_wap._publish_change(run, force, context) -%}
        {%- set begun = dbt_wap.approval_statements(run, context) -%}
        {%- do dbt_wap.execute_statements(begun + [dbt_wap.event_statement(run, "publishing", context)]) -%}
        {%- do dbt_wap._run_exchange(run, change, force) -%}
        {%- set now = dbt_wap.find_run(dbt_wap.get_state(run=run["run_id"]), "publish", run["run_id"]) -%}
        {%- do dbt_wap._check_exchanged(now) -%}
    {%- endif -%}
    {%- if "swapped" not in now["events"] | map(attribute="event") | list -%}
        {%- do dbt_wap.execute_statements([dbt_wap.event_statement(now, "swapped", context)]) -%}
    {%- endif -%}
    {%- set views = dbt_wap.views_to_rebuild(now, "prod") if compiled is not none else {} -%}
    {%- set changed = dbt_wap.check_compiled(now, views, compiled, "prod") if views else [] -%}
    {%- if changed -%} {%- do dbt_wap._restore_audited_views(now, changed, "prod") -%} {%- endif -%}
{% endmacro %}

{# Refuses where prod is not the candidate after all: dbt can end with 0 and have lost the statements. #}
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

{# What asks the runner to say what dbt compiles these views to. #}
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

{# The views as dbt takes them: {views: fqn selectors, also_selected: what to leave out, flags}. #}
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

{# The run as it is of the schemas that are still to be swapped. #}
{% macro _unswapped(run) %}
    {%- set pairs = dbt_wap.pair_states(run) | rejectattr("swapped") | list -%}
    {%- do return(dict(run, schemas=pairs, all_schemas=run["schemas"])) -%}
{% endmacro %}

{# The record of the exchange that publishes the run, as _run_exchange takes it. #}
{% macro _publish_change(run, force, context) %}
    {%- set left = dbt_wap._unswapped(run) -%}
    {%- set report = dbt_wap.checked_report(run, "publish") -%}
    {%- set seen = dbt_wap.check_fresh(left, force) -%}
    {%- set plan = dbt_wap.publish_plan(left["schemas"], report, seen["moved"]) -%}
    {%- set grants = dbt_wap.grants_plan(plan, "prod", "source", run) -%}
    {%- set change = dbt_wap.exchange_statements(plan, run["run_id"], grants) -%}
    {%- set recorded, forced = dict(run, status="publishing"), {"forced": seen["moved"].values() | list} -%}
    {%- set swapped = dbt_wap.event_statement(recorded, "swapped", context, forced) -%}
    {%- do change.update({"step": "publish", "run": left, "seen": seen, "begin": [], "record": [swapped]}) -%}
    {%- do return(change) -%}
{% endmacro %}

{#
    The one exchange of a publish (exchange, swap_schema) and of rollback: prod becomes what `change` says (of
    exchange_statements, with step, run, keys, seen and record, the statements that say that it is done). In one
    transaction where the engine has one. Else what comes before the exchange takes its time, so prod is looked at once
    more, and the record comes last.
#}
{% macro _run_exchange(run, change, force) %}
    {%- if dbt_wap.strategy_traits()["atomic"] == "all" -%}
        {%- do dbt_wap.execute_statements(dbt_wap._all_statements(run, change)) -%}
    {%- else -%}
        {%- do dbt_wap.execute_statements(change["prepare"]) -%}
        {%- if change["step"] == "publish" -%}
            {%- do change.update({"seen": dbt_wap.check_drift(dict(change["run"], status="publishing"), force)}) -%}
            {%- set archived = dbt_wap.archived_statements(run, change) -%}
            {%- do dbt_wap.hold_lock("publish") -%}
            {%- do dbt_wap.execute_statements(archived + change["exchange"]) -%}
        {%- else -%}
            {%- do dbt_wap.check_late_writes(run, change["keys"], force) -%}
            {%- do dbt_wap.hold_lock("rollback") -%}
            {%- do dbt_wap.execute_statements(change["begin"] + change["exchange"]) -%}
            {%- set states = change["states"] | selectattr("candidate") | list -%}
            {%- do dbt_wap._match_grants(run, states, "candidate", back=true) -%}
        {%- endif -%}
        {%- do dbt_wap.execute_statements(change["record"]) -%}
    {%- endif -%}
{% endmacro %}

{#
    All statements of a change that _run_exchange makes, in their order: one transaction, or what a dry run of
    swap_schema or rollback shows. May scan prod; reads only.
#}
{% macro _all_statements(run, change) %}
    {%- set archived = dbt_wap.archived_statements(run, change) if change["step"] == "publish" else [] -%}
    {%- do return(change["prepare"] + archived + change["begin"] + change["exchange"] + change["record"]) -%}
{% endmacro %}
