{#
    run-operation: opens a run. Makes an audit schema for every prod schema of the project (or for the one that is
    named), with what the build needs from prod in it, remembers what prod held, and drops the leftover of a run
    that failed, was rejected or has expired. Prod is only read. `places` ({unique id: schema}) is where the audit mode
    will build, as the runner has it from plan_build.
#}
{% macro clone_schema(
    source_schema=none,
    target_schema=none,
    source_database=none,
    target_database=none,
    run_id=none,
    selected=none,
    full_refresh=false,
    drop_removed=false,
    supersede=false,
    places={},
    dry_run=false,
    context=none
) %}
    {%- do dbt_wap.check_places(places) -%}
    {%- set pairs = dbt_wap.named_pairs(
        "clone", source_schema, target_schema, source_database, target_database
    ) -%}
    {%- set run_id = run_id or dbt_wap.new_run_id() -%}
    {%- set pairs = dbt_wap.checked_pairs(pairs, run_id) -%}
    {%- set state = dbt_wap.get_state() -%}
    {%- do dbt_wap.check_lock(state, "clone", context) -%}
    {%- set leftovers = dbt_wap.leftover_runs(state, pairs, supersede) -%}
    {%- set empty = dbt_wap.check_strangers(pairs, leftovers) -%}
    {%- set plan = dbt_wap.clone_plan(pairs, selected, full_refresh) -%}
    {%- set run = {
        "run_id": run_id,
        "schemas": pairs,
        "options": {
            "runner": (context or {}).get("runner", false),
            "selected": selected,
            "drop_removed": drop_removed,
            "test_schemas": dbt_wap.test_schemas(),
            "views": dbt_wap.view_checksums(),
        },
    } -%}
    {%- set statements = [] -%}
    {%- for schema in empty -%}
        {%- do statements.append("drop schema " ~ dbt_wap.relation_name(pairs[0]["database"], schema)) -%}
    {%- endfor -%}
    {%- for leftover in leftovers -%}
        {%- do statements.extend(dbt_wap.drop_candidate_statements(leftover)) -%}
    {%- endfor -%}
    {%- do statements.extend(dbt_wap.clone_statements(pairs[0]["database"], pairs, plan)) -%}
    {%- if dry_run -%}
        {%- do dbt_wap.show_statements(statements) -%}
        {%- do dbt_wap.answer(context, {"statements": statements}) -%}
    {%- else -%}
        {%- do dbt_wap._open_run(run, statements, leftovers, context) -%}
        {%- do dbt_wap.say("run " ~ run_id ~ " is open; " ~ plan | length ~ " relation(s) taken from prod") -%}
        {%- for pair in pairs -%} {%- do dbt_wap.say("  " ~ pair["prod"] ~ " -> " ~ pair["audit"]) -%}
        {%- endfor -%}
        {%- do dbt_wap.answer(context, {"run_id": run_id, "schemas": pairs, "taken": plan | length}) -%}
    {%- endif -%}
{% endmacro %}

{% macro _open_run(run, statements, leftovers, context) %}
    {%- set fingerprints = dbt_wap.fingerprint_relations(run["schemas"], "prod") -%}
    {%- set actor = dbt_wap.actor_of(context) -%}
    {%- set records = dbt_wap.state_statements() -%}
    {%- for leftover in leftovers -%}
        {%- do records.append(
            dbt_wap.event_statement(
                leftover["run_id"], "discarded", "discarded", actor, {"reason": "superseded by run " ~ run["run_id"]}
            )
        ) -%}
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
                    tojson((context or {}).get("vars") or {}),
                    tojson(run["schemas"]),
                    tojson(run["options"]),
                ]
            ],
        )
    ) -%}
    {%- do records.append(dbt_wap.event_statement(run["run_id"], "cloned", "writing", actor)) -%}
    {%- do records.extend(dbt_wap.fingerprint_statements(run["run_id"], "prod_at_clone", fingerprints)) -%}
    {%- do dbt_wap.execute_atomic(records + statements) -%}
    {%- set schemas = dbt_wap.list_schemas(run["schemas"][0]["database"]) | map("lower") | list -%}
    {%- for pair in run["schemas"] if pair["audit"] | lower not in schemas -%}
        {%- do dbt_wap.refuse("clone", "audit schema " ~ pair["audit"] ~ " was not made", next="wap run", code="failed") -%}
    {%- endfor -%}
{% endmacro %}
