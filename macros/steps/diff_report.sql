{#
    Audit the candidate: compare each relation with prod, read the results of dbt's tests, and give a verdict: `pass`
    (no differences except ignored ones), `needs_approval` or `blocked`. Records the report, the verdict and
    fingerprints in the state schema and revokes what others were granted on the candidate; prod is not touched. Drops
    a candidate with the verdict `pass`; with the var wap_publish_ignored, keeps and approves one that has ignored
    differences. A run-operation.
#}
{% macro diff_report(
    source_schema=none, target_schema=none, run=none, dry_run=false, failed=none, suspects=none, context=none
) %}
    {%- do dbt_wap.check_given_vars("audit", context) -%}
    {%- do dbt_wap.check_options() -%}
    {%- set state = (
        dbt_wap.get_state(run=run, exact=true) if dry_run else dbt_wap.locked_state("audit", context, run)
    ) -%}
    {%- set recorded = dbt_wap.auditable_run(state, "audit", run, source_schema, target_schema) -%}
    {%- do dbt_wap.begin_step("audit", recorded["run_id"]) -%}
    {%- set found = dbt_wap.fresh_reads(recorded) -%}
    {%- set taken = dbt_wap._revoke_candidate_grants(state, found, dry_run) -%}
    {%- set taken_at = dbt_wap.time_of_reads(found["schemas"]) -%}
    {%- set results = dbt_wap.get_results(found) -%}
    {%- set nodes = dbt_wap.project_facts()["by_key"] -%}
    {%- set audit = dbt_wap.audit_tests(found, results, nodes) -%}
    {%- set places, prods = dbt_wap.locate(found["schemas"], "audit"), dbt_wap.locate(found["schemas"], "prod") -%}
    {%- set refused = dbt_wap.refused_grants(taken, dbt_wap.schemas_of_other_owners(places, prods)) -%}
    {%- set facts = dbt_wap._gather_facts(found, nodes, audit["not_built"], failed, suspects) -%}
    {%- set entries = dbt_wap.compare_all(facts) -%}
    {%- do dbt_wap.say("judging the candidate") -%}
    {%- set faults = dbt_wap.candidate_faults(entries, facts) -%}
    {%- do audit["reasons"].extend(refused + faults) -%}
    {%- for view in dbt_wap.orphan_views(found) -%}
        {%- do audit["reasons"].append(
            "the view " ~ view["schema"] ~ "." ~ view["name"] ~ " reads the audit schema, but no model of the"
            ~ " project creates it, so dbt cannot rebuild it for prod"
        ) -%}
    {%- endfor -%}
    {%- do audit.update({"faults": faults, "gates": dbt_wap.summarize_gates(entries), "results": results}) -%}
    {%- do dbt_wap.add_trends(entries, found) -%}
    {%- do dbt_wap._add_rebuilds(entries, dbt_wap.rebuild_reasons(found, entries, facts)) -%}
    {%- set explained = dbt_wap.explain_changes(found, entries, results, dbt_wap.get_baseline()) -%}
    {%- set report = dict(dbt_wap._report_of(found, facts, entries, audit, taken), **explained) -%}
    {%- do report.update({"schemas": recorded["schemas"]}) -%}
    {%- if not dry_run -%}
        {%- do dbt_wap._record_report(recorded, report, facts, taken_at, context) -%}
        {%- do dbt_wap.end_step() -%}
    {%- endif -%}
    {%- if not (context or {}).get("runner") -%} {%- do dbt_wap.show_report(report) -%} {%- endif -%}
    {%- do dbt_wap.answer(context, report) -%}
{% endmacro %}

{# Add to each entry why dbt builds it a second time at publish: `rebuild`, a reason from rebuild_reasons, or none. #}
{% macro _add_rebuilds(entries, reasons) %}
    {%- for entry, key in zip(entries, dbt_wap.relation_keys(entries)) -%}
        {%- do entry.update({"rebuild": reasons.get(key)}) -%}
    {%- endfor -%}
{% endmacro %}

{# Return the facts for the comparison. Refuse names in `failed` that are not about a relation of the run. #}
{% macro _gather_facts(run, nodes, not_built, failed, suspects) %}
    {%- do dbt_wap.say("reading prod and the candidate") -%}
    {%- set failed, suspects = dbt_wap.from_runner(failed), dbt_wap.from_runner(suspects) -%}
    {%- set facts = dbt_wap.gather_facts(run, nodes, not_built, failed, suspects) -%}
    {%- if facts["unknown"] -%}
        {%- set names = facts["unknown"] | join(", ") -%}
        {%- do dbt_wap.refuse("audit", "run " ~ run["run_id"] ~ " has no relation " ~ names, next="wap audit") -%}
    {%- endif -%}
    {%- do return(facts) -%}
{% endmacro %}

{#
    Return the report with its verdict. audit: from audit_tests, with all reasons, faults, gates (from summarize_gates)
    and results (from get_results). Reads only.
#}
{% macro _report_of(run, facts, entries, audit, taken) %}
    {%- set gates, differing = audit["gates"], entries | rejectattr("publish", "equalto", "keep") | list -%}
    {%- set changed = differing | rejectattr("status", "in", ["identical", "unchanged_definition"]) | list -%}
    {%- set reasons = audit["reasons"] + gates["reasons"] -%}
    {%- set verdict = "blocked" if reasons else ("needs_approval" if changed else "pass") -%}
    {%- set ignored = dbt_wap.judge_ignored(entries, verdict) -%}
    {%- set named = dbt_wap.find_audit_names(entries, run, facts) if changed or ignored["publish"] else [] -%}
    {%- set now, keys = facts["fingerprints"]["before"], dbt_wap.drift_keys(run, entries, facts["nodes"]) -%}
    {%- set moved = dbt_wap.moved_since(run, "prod_at_clone", "prod", now, keys, facts["before"]) -%}
    {%- set fault = dbt_wap.reader_fault(run) -%}
    {%- set warnings = ([fault] if fault else []) + dbt_wap.build_warnings(audit["results"]) -%}
    {%- set report = dbt_wap._report_head(run) -%}
    {%- do report.update(
        {
            "verdict": verdict,
            "reasons": reasons,
            "faults": audit["faults"],
            "warnings": warnings + gates["warnings"] + named + ignored["warnings"],
            "publishes_ignored": ignored["publish"],
            "unpublishable": fault,
            "built_with": dbt_wap.built_with(run),
            "hooks": dbt_wap.hook_warnings(),
            "expires_at": dbt_wap.utc_now(plus_hours=dbt_wap.get_var("wap_expire_hours")),
            "keeps_archive": dbt_wap.get_var("wap_keep") | int > 0,
            "overridable": [] if audit["reasons"] else gates["blocking"],
            "overrides": [],
            "approval": dbt_wap.approval_rule(),
            "tests": audit["counts"],
            "failed_tests": audit["failed"],
            "untested": audit["untested"],
            "stored_failures": dbt_wap.failure_table_names(run),
            "reads_prod": audit["reads_prod"],
            "prod_changed": dbt_wap.note_unbuilt(moved).values() | list,
            "grants": dbt_wap.grants_plan(run["schemas"], "prod", "audit", run, {"revoked": taken}),
            "relations": entries,
        }
    ) -%}
    {%- do return(report) -%}
{% endmacro %}

{# Return the part of the report that describes the run. Pure. #}
{% macro _report_head(run) %}
    {%- do return(
        {
            "version": 2,
            "run_id": run["run_id"],
            "project": project_name,
            "target": run["target"],
            "env": run["env"],
            "created_at": dbt_wap.utc_now(),
            "requested_by": run["requested_by"],
            "git_sha": run["git_sha"],
            "schemas": run["schemas"],
        }
    ) -%}
{% endmacro %}

{# Record report, fingerprints and status, and drop a candidate that equals prod, in one transaction. #}
{% macro _record_report(run, report, facts, taken_at, context) %}
    {%- set run_id = run["run_id"] -%}
    {%- set slim = dict(report, relations=[]) -%}
    {%- for entry in report["relations"] -%}
        {%- do slim["relations"].append(dict(entry, sample=none, profile=none, definition=none, segments=none)) -%}
    {%- endfor -%}
    {%- set fingerprints = facts["fingerprints"]["after"] -%}
    {%- set statements = dbt_wap.fingerprint_statements(run_id, "candidate_at_audit", fingerprints, taken_at) -%}
    {%- do statements.extend(dbt_wap.report_statements(run_id, slim)) -%}
    {%- do statements.extend(dbt_wap.movement_statements(run_id, report["relations"])) -%}
    {%- set event = {"blocked": "blocked", "pass": "passed", "needs_approval": "audited"}[report["verdict"]] -%}
    {%- set event = "audited" if report["publishes_ignored"] else event -%}
    {%- set known = {"report": local_md5(tojson(slim)), "fingerprints": dbt_wap.hash_of_fingerprints(fingerprints)} -%}
    {%- set why = report["reasons"] | join("; ") if event == "blocked" else none -%}
    {%- set detail = {"verdict": report["verdict"], "reason": why, "expires_at": report["expires_at"]} -%}
    {%- do detail.update(dict(known, rule=report["approval"], rows_moved=dbt_wap._rows_moved(report))) -%}
    {%- do detail.update({"overridable": report["overridable"]}) -%}
    {%- do statements.append(dbt_wap.event_statement(run, event, context, detail)) -%}
    {%- if report["publishes_ignored"] -%}
        {%- set approval = dict(known, reason=report["warnings"][-1]) -%}
        {%- do statements.append(dbt_wap.event_statement(run, "approved", context, approval)) -%}
    {%- elif event == "passed" -%}
        {#- `passed` leads to `failed` until the candidate is dropped: an interrupted run must not need approval. -#}
        {%- set detail = {"verdict": "pass", "reason": "no differences from prod"} -%}
        {%- do statements.extend(dbt_wap.drop_candidate_statements(run)) -%}
        {%- do statements.append(dbt_wap.event_statement(run, "discarded", context, detail)) -%}
    {%- endif -%}
    {%- do dbt_wap.execute_statements(statements) -%}
{% endmacro %}

{# Return how many rows the run adds, removes and changes in all relations that were compared by rows. Pure. #}
{% macro _rows_moved(report) %}
    {%- set moved = {"added": 0, "removed": 0, "changed": 0} -%}
    {%- for entry in report["relations"] -%}
        {%- for kind in moved -%}
            {%- do moved.update({kind: moved[kind] + (entry["rows"][kind] or 0)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}
