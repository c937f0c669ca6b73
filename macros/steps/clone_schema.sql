{#
    Open a run: create an audit schema for each prod schema of the project, or for the named one, with what the build
    needs from prod; record fingerprints of prod; drop leftovers of runs that failed, were rejected or expired. Refuse
    while a candidate needs approval or is approved, unless `supersede`. Prod is only read. `places`: from plan_build;
    `built_with`: dbt's flags. A run-operation.
#}
{% macro clone_schema(
    source_schema=none, target_schema=none, source_database=none, target_database=none, run_id=none, selected=none,
    full_refresh=false, built_with=[], drop_removed=false, supersede=false, places={}, audited_later=false,
    dry_run=false, context=none
) %}
    {%- set selected, given = dbt_wap.from_runner(selected), context or {} -%}
    {%- do dbt_wap.check_places(places) -%}
    {%- do dbt_wap.check_given_vars("clone", context) -%}
    {%- set project = dbt_wap.project_facts() -%}
    {%- do dbt_wap.check_options() -%} {%- do dbt_wap.check_reserved(project) -%}
    {%- if not given.get("runner") -%} {%- do dbt_wap.say(dbt_wap.describe_destination()) -%} {%- endif -%}
    {%- set run_id = dbt_wap.checked_run_id(run_id) -%}
    {%- do dbt_wap.begin_step("clone", run_id) -%}
    {%- set named = dbt_wap.named_pairs(
        "clone", project, source_schema, target_schema, source_database, target_database
    ) -%}
    {%- set pairs = dbt_wap.checked_pairs(named, run_id) -%}
    {%- do dbt_wap.check_option_columns(pairs, project, selected) -%}
    {%- set state = (
        dbt_wap.get_state(exact=true) if dry_run else dbt_wap.locked_state("clone", context, new=true)
    ) -%}
    {%- set options = {"runner": given.get("runner", false), "audited_later": audited_later, "selected": selected} -%}
    {%- do options.update({"drop_removed": drop_removed, "built_with": dbt_wap.from_runner(built_with)}) -%}
    {%- set test_schemas = dbt_wap.test_schemas(project, dbt_wap.schema_pairs(project)) -%}
    {%- do options.update({"test_schemas": test_schemas}) -%}
    {%- set run = {"run_id": run_id, "status": none, "schemas": pairs, "options": options} -%}
    {%- do run.update({"env": dbt_wap.get_var("wap_env") or none}) -%}
    {%- set leftovers = dbt_wap.leftover_runs(state, pairs, supersede) -%}
    {%- set now = dbt_wap.fresh_reads(run) -%}
    {%- set empty = dbt_wap.check_unknown_schemas(state, now["schemas"], test_schemas, leftovers) -%}
    {%- do dbt_wap._refuse_unclonable(pairs) -%}
    {%- set parts = [] if dry_run else ["columns", "definitions"] -%}
    {%- set seen = dbt_wap.read_catalog(now["schemas"], ["prod"], parts)["prod"] -%}
    {%- set plan = dbt_wap.clone_plan(
        now["schemas"], seen["relations"], project["by_key"], selected, full_refresh
    ) -%}
    {%- if plan | selectattr("apart") | list -%}
        {%- do options.update({"reads_only": dbt_wap.session_role()}) -%}
    {%- endif -%}
    {%- set known = [] if dry_run else dbt_wap._prod_statements(now, seen) -%}
    {%- set statements = dbt_wap._candidate_statements(now, plan, leftovers, empty) -%}
    {%- if dry_run -%}
        {%- do dbt_wap.show_statements(statements) -%}
        {%- do dbt_wap.answer(context, {"statements": statements}) -%}
    {%- else -%}
        {%- do dbt_wap._open_run(run, known + statements, leftovers, context) -%}
        {%- do dbt_wap._check_clone(dbt_wap.fresh_reads(run), plan, context) -%}
        {%- do dbt_wap.end_step() -%}
        {%- set taken = dbt_wap.counted(plan | length, "relation") -%}
        {%- do dbt_wap.say("run " ~ run_id ~ " opened; " ~ taken ~ " cloned from prod") -%}
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
            "a publish would drop or stop objects that dbt does not manage:\n  " ~ blocked | join("\n  "),
            next="wap run, after you move them to another schema or add their schema to the var wap_exclude_schemas",
        ) -%}
    {%- endif -%}
{% endmacro %}

{#
    Return statements that record, before the clone, the fingerprints of prod and of the sources that the run reads, and
    the place of each node. seen: prod, from read_catalog. Reads only.
#}
{% macro _prod_statements(run, seen) %}
    {%- set taken_at = dbt_wap.time_of_reads(run["schemas"]) -%}
    {%- set found = dbt_wap.fingerprint_relations(run["schemas"], "prod", seen=seen) -%}
    {%- set statements = dbt_wap.fingerprint_statements(run["run_id"], "prod_at_clone", found, taken_at) -%}
    {%- set sources = dbt_wap.fingerprint_sources(run["options"]["selected"]) -%}
    {%- do statements.extend(dbt_wap.fingerprint_statements(run["run_id"], "sources", sources, taken_at)) -%}
    {%- do return(statements + dbt_wap.place_statements(run["run_id"])) -%}
{% endmacro %}

{# Return statements that drop leftovers and empty schemas with the candidate's names, and clone. Reads only. #}
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
    Record the run, then run `statements`: the records of prod and the clone. A leftover keeps its status until its
    schemas are dropped, so that the next run can drop them if this one dies first.
#}
{% macro _open_run(run, statements, leftovers, context) %}
    {%- set records, ends, given = [], [], context or {} -%}
    {%- for leftover in leftovers -%}
        {%- set detail = {"reason": "superseded by run " ~ run["run_id"]} -%}
        {%- do records.append(dbt_wap.event_statement(leftover, "superseded", context, detail)) -%}
        {%- do ends.append(dbt_wap.event_statement(leftover, "discarded", context, detail)) -%}
    {%- endfor -%}
    {%- set row, dbt_vars = [project_name, run["run_id"], dbt_wap.utc_now()], dbt_wap.from_runner(given.get("vars")) -%}
    {%- do row.extend([dbt_wap.actor_of(context), given.get("git_sha"), target.name, dbt_wap.scope()["place"]]) -%}
    {%- do row.append(run["env"]) -%}
    {%- do row.extend([tojson(dbt_vars or {}), tojson(run["schemas"]), tojson(run["options"])]) -%}
    {%- do records.append(dbt_wap.insert_statement("runs", [row])) -%}
    {%- do records.append(dbt_wap.event_statement(run, "cloned", context)) -%}
    {%- do dbt_wap.execute_statements(records + statements + ends) -%}
{% endmacro %}

{#
    Check the clone. Drop it and refuse if it is incomplete. Revoke what others were granted on its schemas, for example
    by a future grant on the database, so that they cannot see the candidate. Record its fingerprints where that is
    cheap.
#}
{% macro _check_clone(run, plan, context) %}
    {%- set existing = dbt_wap.schema_keys_of(run["schemas"]) -%}
    {%- set faults = dbt_wap.clone_faults(run["schemas"], plan) -%}
    {%- for pair in run["schemas"] if dbt_wap.place_key(pair, "audit") not in existing -%}
        {%- do faults.append("the schema " ~ pair["audit"] ~ " was not created") -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- set statements = dbt_wap.drop_candidate_statements(run) -%}
        {%- set detail = {"reason": faults | join("; ")} -%}
        {%- do statements.append(dbt_wap.event_statement(run, "discarded", context, detail)) -%}
        {%- do dbt_wap.execute_statements(statements) -%}
        {%- set told = faults | unique | join("\n  ") -%}
        {%- do dbt_wap.refuse("clone", "the clone is incomplete:\n  " ~ told, next="wap doctor") -%}
    {%- endif -%}
    {%- do dbt_wap._hide_clone(run) -%}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "schemas" -%}
        {%- set found = dbt_wap.fingerprint_relations(run["schemas"], "audit") -%}
        {%- set known = dbt_wap.fingerprint_statements(run["run_id"], "candidate_at_clone", found) -%}
        {%- do dbt_wap.execute_statements(known + dbt_wap.repoint_statements(run["schemas"], plan)) -%}
    {%- endif -%}
{% endmacro %}
