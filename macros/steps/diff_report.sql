{#
    run-operation: audits the candidate. Compares every relation of it with prod, exactly; reads dbt's results; gives
    the verdict (pass: nothing differs; needs_approval; blocked) and remembers it with the fingerprints of what was
    seen. In the warehouse only the state schema changes, and what others were granted on the candidate is taken away;
    a candidate that equals prod is dropped.
#}
{% macro diff_report(source_schema=none, target_schema=none, run=none, dry_run=false, context=none) %}
    {%- do dbt_wap.check_options() -%}
    {%- if not dry_run -%} {%- do dbt_wap.hold_lock("audit", context) -%} {%- endif -%}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- set run = dbt_wap.auditable_run(state, "audit", run, source_schema, target_schema) -%}
    {%- do dbt_wap.begin_step("audit", run["run_id"]) -%}
    {%- set taken_at = dbt_wap.warehouse_time() -%}
    {%- set taken = dbt_wap.revoke_candidate_grants(state, run, dry_run) -%}
    {%- set results = dbt_wap.get_results(run["run_id"]) -%}
    {%- set audit = dbt_wap.audit_tests(run, results) -%}
    {%- do audit["reasons"].extend(dbt_wap.refused_grants(taken, dbt_wap.schemas_of_other_owners(run["schemas"]))) -%}
    {%- set facts = dbt_wap.gather_facts(run, audit["not_built"]) -%}
    {%- set entries = dbt_wap.compare_all(facts) -%}
    {%- set faults = dbt_wap.candidate_faults(entries, facts) -%}
    {%- do audit["reasons"].extend(faults) -%}
    {%- set gates = dbt_wap.summarize_gates(entries) -%}
    {%- do dbt_wap.add_trends(entries, run) -%}
    {%- for view in dbt_wap.orphan_views(run) -%}
        {%- do audit["reasons"].append(
            "the view " ~ view["schema"] ~ "." ~ view["name"] ~ " reads the audit schema, and no model of the project makes it, so nobody can make it again for prod"
        ) -%}
    {%- endfor -%}
    {%- set changed = entries | rejectattr("status", "in", ["identical", "unchanged_definition"]) | rejectattr("publish", "equalto", "keep") | list -%}
    {%- set verdict = "blocked" if audit["reasons"] or gates["reasons"] else ("needs_approval" if changed else "pass") -%}
    {%- set ignored = dbt_wap.judge_ignored(entries, verdict) -%}
    {%- set named = dbt_wap.find_audit_names(entries, run, facts) if changed or ignored["publish"] else [] -%}
    {%- set report = {
        "version": 2,
        "run_id": run["run_id"],
        "project": project_name,
        "target": run["target"],
        "created_at": dbt_wap.utc_now(),
        "requested_by": run["requested_by"],
        "git_sha": run["git_sha"],
        "schemas": run["schemas"],
        "verdict": verdict,
        "reasons": audit["reasons"] + gates["reasons"],
        "faults": faults,
        "warnings": dbt_wap.build_warnings(results) + gates["warnings"] + named + ignored["warnings"],
        "publishes_ignored": ignored["publish"],
        "built_with": dbt_wap.built_with(run),
        "hooks": dbt_wap.hook_warnings(),
        "expires_at": dbt_wap.utc_now(plus_hours=dbt_wap.get_var("wap_expire_hours")),
        "keeps_archive": dbt_wap.get_var("wap_keep") | int > 0,
        "overridable": [] if audit["reasons"] else gates["blocking"],
        "overrides": [],
        "tests": audit["counts"],
        "failed_tests": audit["failed"],
        "untested": audit["untested"],
        "stored_failures": dbt_wap.failure_table_names(run),
        "reads_prod": audit["reads_prod"],
        "prod_changed": dbt_wap.note_unbuilt(
            dbt_wap.moved_since(
                run, "prod_at_clone", "prod", facts["fingerprints"]["before"], dbt_wap.drift_keys(run, entries)
            )
        ).values() | list,
        "grants": dbt_wap.grants_plan(run["schemas"], "prod", "audit", run, {"revoked": taken}),
        "relations": entries,
    } -%}
    {%- if not dry_run -%}
        {%- do dbt_wap._record_report(run, report, facts, taken_at, context) -%}
    {%- endif -%}
    {%- if not dry_run -%} {%- do dbt_wap.end_step() -%} {%- endif -%}
    {%- do dbt_wap.show_report(report) -%}
    {%- do dbt_wap.answer(context, report) -%}
{% endmacro %}

{# Report, fingerprints and status in one transaction; a candidate that equals prod goes with it. #}
{% macro _record_report(run, report, facts, taken_at, context) %}
    {%- set run_id = run["run_id"] -%}
    {%- set slim = dict(report, relations=[]) -%}
    {%- for entry in report["relations"] -%}
        {%- do slim["relations"].append(dict(entry, sample=none, profile=none, definition=none)) -%}
    {%- endfor -%}
    {%- set fingerprints = facts["fingerprints"]["after"] -%}
    {%- set statements = dbt_wap.fingerprint_statements(run_id, "candidate_at_audit", fingerprints, taken_at) -%}
    {%- do statements.extend(dbt_wap.report_statements(run_id, slim)) -%}
    {%- do statements.extend(dbt_wap.movement_statements(run_id, report["relations"])) -%}
    {%- set event = {"blocked": "blocked", "pass": "passed", "needs_approval": "audited"}[report["verdict"]] -%}
    {%- set event = "audited" if report["publishes_ignored"] else event -%}
    {%- set known = {
        "report": local_md5(tojson(slim)),
        "fingerprints": dbt_wap.hash_of_fingerprints(fingerprints),
    } -%}
    {%- set detail = {
        "verdict": report["verdict"],
        "reason": report["reasons"] | join("; ") if event == "blocked" else none,
        "expires_at": report["expires_at"],
    } -%}
    {%- do statements.append(dbt_wap.event_statement(run, event, context, dict(detail, **known))) -%}
    {%- if report["publishes_ignored"] -%}
        {%- set approval = dict(known, reason=report["warnings"][-1]) -%}
        {%- do statements.append(dbt_wap.event_statement(run, "approved", context, approval)) -%}
    {%- elif event == "passed" -%}
        {#- Until its candidate is dropped it has failed: one that breaks off here must not wait for anybody. -#}
        {%- set detail = {"verdict": "pass", "reason": "nothing differs from prod"} -%}
        {%- do statements.extend(dbt_wap.drop_candidate_statements(run)) -%}
        {%- do statements.append(dbt_wap.event_statement(run, "discarded", context, detail)) -%}
    {%- endif -%}
    {%- do dbt_wap.execute_statements(statements) -%}
{% endmacro %}
