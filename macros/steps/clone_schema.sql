{#
    run-operation: opens a run. Makes an audit schema for every prod schema of the project (or for the one that is
    named), with what the build needs from prod in it, remembers what prod held, and drops the leftover of a run
    that failed, was rejected or has expired. Prod is only read. `places` is where the audit mode will build, as the
    runner has it from plan_build; `built_with` are dbt's flags that it will build with.
#}
{% macro clone_schema(
    source_schema=none,
    target_schema=none,
    source_database=none,
    target_database=none,
    run_id=none,
    selected=none,
    full_refresh=false,
    built_with=[],
    drop_removed=false,
    supersede=false,
    places={},
    audited_later=false,
    dry_run=false,
    context=none
) %}
    {%- set selected, built_with = dbt_wap.from_runner(selected), dbt_wap.from_runner(built_with) -%}
    {%- do dbt_wap.check_places(places) -%}
    {%- do dbt_wap.check_options() -%}
    {%- do dbt_wap.check_reserved() -%}
    {%- if not (context or {}).get("runner") -%}
        {%- do dbt_wap.say(dbt_wap.describe_destination()) -%}
    {%- endif -%}
    {%- set run_id = dbt_wap.checked_run_id(run_id) -%}
    {%- do dbt_wap.begin_step("clone", run_id) -%}
    {%- set pairs = dbt_wap.named_pairs(
        "clone", source_schema, target_schema, source_database, target_database
    ) -%}
    {%- set pairs = dbt_wap.checked_pairs(pairs, run_id) -%}
    {%- do dbt_wap.check_option_columns(pairs, selected) -%}
    {%- if not dry_run -%} {%- do dbt_wap.hold_lock("clone", context, new=true) -%} {%- endif -%}
    {%- set state = dbt_wap.get_state() -%}
    {%- set leftovers = dbt_wap.leftover_runs(state, pairs, supersede) -%}
    {%- set empty = dbt_wap.check_unknown_schemas(state, pairs, leftovers) -%}
    {%- set blocked = dbt_wap.unclonable_objects(pairs) -%}
    {%- if blocked -%}
        {%- do dbt_wap.refuse(
            "clone",
            "a publish would lose or stop what is not dbt's:\n  " ~ blocked | join("\n  "),
            next="wap run, once that is in a schema of its own or the var wap_exclude_schemas names its schema",
        ) -%}
    {%- endif -%}
    {%- set plan = dbt_wap.clone_plan(pairs, selected, full_refresh) -%}
    {%- set taken_at = dbt_wap.warehouse_time() -%}
    {%- set fingerprints = {} if dry_run else dbt_wap.fingerprint_relations(pairs, "prod") -%}
    {%- set run = {
        "run_id": run_id,
        "status": none,
        "schemas": pairs,
        "options": {
            "runner": (context or {}).get("runner", false),
            "audited_later": audited_later,
            "selected": selected,
            "drop_removed": drop_removed,
            "test_schemas": dbt_wap.test_schemas(),
            "built_with": built_with,
        },
    } -%}
    {%- set statements = [] -%}
    {%- for schema in empty -%}
        {%- do statements.append("drop schema " ~ dbt_wap.relation_name(schema["database"], schema["schema"])) -%}
    {%- endfor -%}
    {%- for leftover in leftovers -%}
        {%- do statements.extend(dbt_wap.drop_candidate_statements(leftover)) -%}
    {%- endfor -%}
    {%- do statements.extend(dbt_wap.clone_statements(run_id, pairs, plan)) -%}
    {%- if dry_run -%}
        {%- do dbt_wap.show_statements(statements) -%}
        {%- do dbt_wap.answer(context, {"statements": statements}) -%}
    {%- else -%}
        {%- set known = dbt_wap.fingerprint_statements(run_id, "prod_at_clone", fingerprints, taken_at) -%}
        {%- do known.extend(dbt_wap.place_statements(run_id)) -%}
        {%- do dbt_wap._open_run(state, run, known, statements, leftovers, context) -%}
        {%- do dbt_wap._check_clone(run, plan, context) -%}
        {%- do dbt_wap.end_step() -%}
        {%- do dbt_wap.say("run " ~ run_id ~ " is open; " ~ plan | length ~ " relation(s) taken from prod") -%}
        {%- for pair in pairs -%} {%- do dbt_wap.say("  " ~ pair["prod"] ~ " -> " ~ pair["audit"]) -%}
        {%- endfor -%}
        {%- do dbt_wap.answer(context, {"run_id": run_id, "schemas": pairs, "taken": plan | length}) -%}
    {%- endif -%}
{% endmacro %}

{#
    What is known of prod, the record of the run, then the clone itself. A leftover stays one until its schemas are
    gone: a run that dies before that leaves it to the next.
#}
{% macro _open_run(state, run, known, statements, leftovers, context) %}
    {%- set actor = dbt_wap.actor_of(context) -%}
    {%- set records, ends = dbt_wap.create_state_statements(state), [] -%}
    {%- for leftover in leftovers -%}
        {%- set detail = {"reason": "superseded by run " ~ run["run_id"]} -%}
        {%- do records.append(dbt_wap.event_statement(leftover, "superseded", context, detail)) -%}
        {%- do ends.append(dbt_wap.event_statement(leftover, "discarded", context, detail)) -%}
    {%- endfor -%}
    {%- do records.append(
        dbt_wap.insert_statement(
            "runs",
            [
                [
                    project_name,
                    run["run_id"],
                    dbt_wap.utc_now(),
                    actor,
                    (context or {}).get("git_sha"),
                    target.name,
                    dbt_wap.scope()["place"],
                    tojson(dbt_wap.from_runner((context or {}).get("vars")) or {}),
                    tojson(run["schemas"]),
                    tojson(run["options"]),
                ]
            ],
        )
    ) -%}
    {%- do records.append(dbt_wap.event_statement(run, "cloned", context)) -%}
    {%- do dbt_wap.execute_statements(records + known + statements + ends) -%}
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
        {%- do dbt_wap.execute_statements(
            dbt_wap.drop_candidate_statements(run) + [
                dbt_wap.event_statement(run, "discarded", context, {"reason": faults | join("; ")})
            ]
        ) -%}
        {%- do dbt_wap.refuse("clone", "the clone is not whole:\n  " ~ faults | unique | join("\n  "), next="wap doctor") -%}
    {%- endif -%}
    {%- do dbt_wap._hide_clone(run) -%}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "schemas" -%}
        {%- set fingerprints = dbt_wap.fingerprint_relations(run["schemas"], "audit") -%}
        {%- do dbt_wap.execute_statements(
            dbt_wap.fingerprint_statements(run["run_id"], "candidate_at_clone", fingerprints)
            + dbt_wap.repoint_statements(run["schemas"], plan)
        ) -%}
    {%- endif -%}
{% endmacro %}

{#
    Nobody else has a right on the schemas of the candidate: what a future grant of the database gave is taken away,
    and read back.
#}
{% macro _hide_clone(run) %}
    {%- set left = namespace(rows=dbt_wap._seen_by_others(run)) -%}
    {%- if left.rows -%}
        {%- do dbt_wap.execute_statements(dbt_wap.revoke_statements(left.rows)) -%}
        {%- set left.rows = dbt_wap._seen_by_others(run) -%}
    {%- endif -%}
    {%- for row in left.rows -%}
        {%- do dbt_wap.refuse(
            "clone",
            "the right of " ~ row["to_name"] ~ " to " ~ row["privilege"] ~ " on the schema " ~ row["schema"] ~ " could not be taken away: the candidate would be seen",
            next="wap discard, then wap doctor",
        ) -%}
    {%- endfor -%}
{% endmacro %}

{% macro _seen_by_others(run) %}
    {%- set rows = dbt_wap.list_grants(dbt_wap.locate(run["schemas"], "audit"), [])["grants"] -%}
    {%- do return(rows | selectattr("on", "equalto", "schema") | rejectattr("system") | list) -%}
{% endmacro %}
