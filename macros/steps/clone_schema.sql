{#
    run-operation: opens a run. Makes an audit schema for every prod schema of the project (or for the one that is
    named), with what the build needs from prod in it, remembers what prod held, and drops the leftover of a run that
    failed, was rejected or has expired. Prod is only read. `places`: of plan_build; `built_with`: flags of dbt.
#}
{% macro clone_schema(
    source_schema=none, target_schema=none, source_database=none, target_database=none, run_id=none, selected=none,
    full_refresh=false, built_with=[], drop_removed=false, supersede=false, places={}, audited_later=false,
    dry_run=false, context=none
) %}
    {%- set selected, given = dbt_wap.from_runner(selected), context or {} -%}
    {%- do dbt_wap.check_places(places) -%}
    {%- do dbt_wap.check_options() -%} {%- do dbt_wap.check_reserved() -%}
    {%- if not given.get("runner") -%} {%- do dbt_wap.say(dbt_wap.describe_destination()) -%} {%- endif -%}
    {%- set run_id = dbt_wap.checked_run_id(run_id) -%}
    {%- do dbt_wap.begin_step("clone", run_id) -%}
    {%- set named = dbt_wap.named_pairs("clone", source_schema, target_schema, source_database, target_database) -%}
    {%- set pairs = dbt_wap.checked_pairs(named, run_id) -%}
    {%- do dbt_wap.check_option_columns(pairs, selected) -%}
    {%- if not dry_run -%} {%- do dbt_wap.hold_lock("clone", context, new=true) -%} {%- endif -%}
    {%- set options = {"runner": given.get("runner", false), "audited_later": audited_later, "selected": selected} -%}
    {%- do options.update({"drop_removed": drop_removed, "built_with": dbt_wap.from_runner(built_with)}) -%}
    {%- do options.update({"test_schemas": dbt_wap.test_schemas()}) -%}
    {%- set run = {"run_id": run_id, "status": none, "schemas": pairs, "options": options} -%}
    {%- set state = dbt_wap.get_state() -%}
    {%- set leftovers = dbt_wap.leftover_runs(state, pairs, supersede) -%}
    {%- set empty = dbt_wap.check_unknown_schemas(state, pairs, leftovers) -%}
    {%- do dbt_wap._refuse_unclonable(pairs) -%}
    {%- set plan = dbt_wap.clone_plan(pairs, selected, full_refresh) -%}
    {%- set known = [] if dry_run else dbt_wap._prod_statements(run) -%}
    {%- set statements = dbt_wap._candidate_statements(run, plan, leftovers, empty) -%}
    {%- if dry_run -%}
        {%- do dbt_wap.show_statements(statements) -%}
        {%- do dbt_wap.answer(context, {"statements": statements}) -%}
    {%- else -%}
        {%- do dbt_wap._open_run(state, run, known + statements, leftovers, context) -%}
        {%- do dbt_wap._check_clone(run, plan, context) -%}
        {%- do dbt_wap.end_step() -%}
        {%- do dbt_wap.say("run " ~ run_id ~ " is open; " ~ plan | length ~ " relation(s) taken from prod") -%}
        {%- for pair in pairs -%} {%- do dbt_wap.say("  " ~ pair["prod"] ~ " -> " ~ pair["audit"]) -%}
        {%- endfor -%}
        {%- do dbt_wap.answer(context, {"run_id": run_id, "schemas": pairs, "taken": plan | length}) -%}
    {%- endif -%}
{% endmacro %}

{% macro _refuse_unclonable(pairs) %}
    {%- set blocked = dbt_wap.unclonable_objects(pairs) -%}
    {%- if blocked -%}
        {%- do dbt_wap.refuse(
            "clone",
            "a publish would lose or stop what is not dbt's:\n  " ~ blocked | join("\n  "),
            next="wap run, once that is in a schema of its own or the var wap_exclude_schemas names its schema",
        ) -%}
    {%- endif -%}
{% endmacro %}

{# What remembers prod as it is now, before anything is cloned, and where prod has each node. #}
{% macro _prod_statements(run) %}
    {%- set taken_at = dbt_wap.warehouse_time() -%}
    {%- set found = dbt_wap.fingerprint_relations(run["schemas"], "prod") -%}
    {%- set statements = dbt_wap.fingerprint_statements(run["run_id"], "prod_at_clone", found, taken_at) -%}
    {%- do return(statements + dbt_wap.place_statements(run["run_id"])) -%}
{% endmacro %}

{# What drops empty schemas of the candidate's names and the leftovers, and makes the candidate. #}
{% macro _candidate_statements(run, plan, leftovers, empty) %}
    {%- set statements = [] -%}
    {%- for place in empty -%} {%- do statements.append(dbt_wap._drop_empty_sql(place)) -%} {%- endfor -%}
    {%- for leftover in leftovers -%}
        {%- do statements.extend(dbt_wap.drop_candidate_statements(leftover)) -%}
    {%- endfor -%}
    {%- do return(statements + dbt_wap.clone_statements(run["run_id"], run["schemas"], plan)) -%}
{% endmacro %}

{% macro _drop_empty_sql(place) -%}
    drop schema {{ dbt_wap.relation_name(place["database"], place["schema"]) }}
{%- endmacro %}

{#
    The record of the run, then `statements`: what is known of prod, and the clone itself. A leftover stays one until
    its schemas are gone: a run that dies before that leaves it to the next.
#}
{% macro _open_run(state, run, statements, leftovers, context) %}
    {%- set records, ends, given = dbt_wap.create_state_statements(state), [], context or {} -%}
    {%- for leftover in leftovers -%}
        {%- set detail = {"reason": "superseded by run " ~ run["run_id"]} -%}
        {%- do records.append(dbt_wap.event_statement(leftover, "superseded", context, detail)) -%}
        {%- do ends.append(dbt_wap.event_statement(leftover, "discarded", context, detail)) -%}
    {%- endfor -%}
    {%- set row, dbt_vars = [project_name, run["run_id"], dbt_wap.utc_now()], dbt_wap.from_runner(given.get("vars")) -%}
    {%- do row.extend([dbt_wap.actor_of(context), given.get("git_sha"), target.name, dbt_wap.scope()["place"]]) -%}
    {%- do row.extend([tojson(dbt_vars or {}), tojson(run["schemas"]), tojson(run["options"])]) -%}
    {%- do records.append(dbt_wap.insert_statement("runs", [row])) -%}
    {%- do records.append(dbt_wap.event_statement(run, "cloned", context)) -%}
    {%- do dbt_wap.execute_statements(records + statements + ends) -%}
{% endmacro %}

{#
    Reads the clone back: drops it and refuses when it is not whole, takes away what others were granted on its schema
    (a future grant of the database does so: nobody is to see a candidate), and remembers it where that is cheap.
#}
{% macro _check_clone(run, plan, context) %}
    {%- set existing = dbt_wap.schema_keys_of(run["schemas"]) -%}
    {%- set faults = dbt_wap.clone_faults(run["schemas"], plan) -%}
    {%- for pair in run["schemas"] if dbt_wap.place_key(pair, "audit") not in existing -%}
        {%- do faults.append("the schema " ~ pair["audit"] ~ " was not made") -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- set statements = dbt_wap.drop_candidate_statements(run) -%}
        {%- set detail = {"reason": faults | join("; ")} -%}
        {%- do statements.append(dbt_wap.event_statement(run, "discarded", context, detail)) -%}
        {%- do dbt_wap.execute_statements(statements) -%}
        {%- set told = faults | unique | join("\n  ") -%}
        {%- do dbt_wap.refuse("clone", "the clone is not whole:\n  " ~ told, next="wap doctor") -%}
    {%- endif -%}
    {%- do dbt_wap._hide_clone(run) -%}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "schemas" -%}
        {%- set found = dbt_wap.fingerprint_relations(run["schemas"], "audit") -%}
        {%- set known = dbt_wap.fingerprint_statements(run["run_id"], "candidate_at_clone", found) -%}
        {%- do dbt_wap.execute_statements(known + dbt_wap.repoint_statements(run["schemas"], plan)) -%}
    {%- endif -%}
{% endmacro %}
