{#
    run-operation: audits the candidate. Compares every relation of it with prod, exactly; reads dbt's results; gives
    the verdict (pass: nothing differs; needs_approval; blocked) and remembers it with the fingerprints of what was
    seen. In the warehouse only the state schema changes; a candidate that equals prod is dropped.
#}
{% macro diff_report(source_schema=none, target_schema=none, run=none, dry_run=false, context=none) %}
    {%- set state = dbt_wap.get_state(run=run) -%}
    {%- do dbt_wap.check_lock(state, "audit", context) -%}
    {%- set run = dbt_wap.open_run(state, "audit", run, source_schema, target_schema) -%}
    {%- do dbt_wap.begin_step("audit", run["run_id"]) -%}
    {%- set taken_at = dbt_wap.warehouse_time() -%}
    {%- set audit = dbt_wap.audit_tests(run) -%}
    {%- set facts = dbt_wap._gather_facts(run) -%}
    {%- set entries = dbt_wap._compare_all(facts) -%}
    {%- for entry in entries if (entry["unreadable"] or "").startswith("in the candidate") -%}
        {%- do audit["reasons"].append(entry["schema"] ~ "." ~ entry["name"] ~ " cannot be read " ~ entry["unreadable"]) -%}
    {%- endfor -%}
    {%- for view in dbt_wap.unmakeable_views(run) -%}
        {%- do audit["reasons"].append(
            "the view " ~ view["schema"] ~ "." ~ view["name"] ~ " reads the audit schema, and no model of the project makes it, so nobody can make it again for prod"
        ) -%}
    {%- endfor -%}
    {%- set changed = entries | rejectattr("status", "in", ["identical", "unchanged_definition"]) | rejectattr("publish", "equalto", "keep") | list -%}
    {%- set verdict = "blocked" if audit["reasons"] else ("needs_approval" if changed else "pass") -%}
    {%- set report = {
        "version": 1,
        "run_id": run["run_id"],
        "project": project_name,
        "target": run["target"],
        "created_at": dbt_wap.utc_now(),
        "requested_by": run["requested_by"],
        "git_sha": run["git_sha"],
        "schemas": run["schemas"],
        "verdict": verdict,
        "reasons": audit["reasons"],
        "tests": audit["counts"],
        "failed_tests": audit["failed"],
        "untested": audit["untested"],
        "prod_changed": dbt_wap.moved_since(run, "prod_at_clone", "prod", facts["fingerprints"]["before"]).values() | list,
        "grants": dbt_wap.grants_plan(run["schemas"], "prod", "audit", run),
        "relations": entries,
    } -%}
    {%- if not dry_run -%}
        {%- do dbt_wap._record_report(run, report, facts, taken_at, context) -%}
    {%- endif -%}
    {%- do dbt_wap.show_report(report) -%}
    {%- do dbt_wap.answer(context, report) -%}
{% endmacro %}

{% macro _gather_facts(run) %}
    {%- set pairs = run["schemas"] -%}
    {%- set before = dbt_wap.relations_of(pairs, "prod") -%}
    {%- set after = dbt_wap.relations_of(pairs, "audit") -%}
    {%- do return(
        {
            "before": before,
            "after": after,
            "fingerprints": {
                "before": dbt_wap.fingerprint_relations(pairs, "prod", before),
                "after": dbt_wap.fingerprint_relations(pairs, "audit", after),
            },
            "columns": {
                "before": dbt_wap.columns_by_relation(pairs, "prod"),
                "after": dbt_wap.columns_by_relation(pairs, "audit"),
            },
            "definitions": {
                "before": dbt_wap.definitions_in_prod_names(pairs, "prod"),
                "after": dbt_wap.definitions_in_prod_names(pairs, "audit"),
            },
            "unreadable": {
                "before": dbt_wap.unreadable_views(before),
                "after": dbt_wap.unreadable_views(after),
            },
            "at_clone": {
                "before": dbt_wap.get_fingerprints(run["run_id"], "prod_at_clone"),
                "after": dbt_wap.get_fingerprints(run["run_id"], "candidate_at_clone"),
            },
            "selected": run["options"].get("selected"),
            "nodes": dbt_wap.nodes_by_key(),
            "same": {},
            "drop_removed": run["options"].get("drop_removed", false),
        }
    ) -%}
{% endmacro %}

{# The entries of all relations, parents before children; the progress line names the relation that fails, if one does. #}
{% macro _compare_all(facts) %}
    {%- set sides = {} -%}
    {%- for side in ["before", "after"] -%}
        {%- for relation in facts[side] -%}
            {%- do sides.setdefault(relation["key"], {}).update({side: relation}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set keys = facts["nodes"].keys() | select("in", sides) | list -%}
    {%- set keys = keys + (sides.keys() | reject("in", keys) | sort | list) -%}
    {%- set entries = [] -%}
    {%- for key in keys -%}
        {%- do log("wap: comparing " ~ loop.index ~ " of " ~ keys | length ~ " " ~ key, info=true) -%}
        {%- set before, after = sides[key].get("before"), sides[key].get("after") -%}
        {%- set node = facts["nodes"].get(key) -%}
        {%- if before and after and dbt_wap.is_only_cloned(before, after, node, facts) -%}
            {%- set after = none -%}
        {%- endif -%}
        {%- set entry = dbt_wap.compare_relation(before, after, node, facts) -%}
        {%- do entry.update({"publish": dbt_wap._publish_action(entry, node, facts)}) -%}
        {%- if node -%}
            {%- do facts["same"].update({node.unique_id: entry["status"] in ["identical", "unchanged_definition"]}) -%}
        {%- endif -%}
        {%- do entries.append(entry) -%}
    {%- endfor -%}
    {%- do return(entries) -%}
{% endmacro %}

{# What publish will do to the relation: none, follows (a view whose text stays), create, replace, drop, keep, missing. #}
{% macro _publish_action(entry, node, facts) %}
    {%- if entry["status"] == "added" -%} {%- do return("create") -%} {%- endif -%}
    {%- if entry["status"] == "removed" -%}
        {%- if node -%} {%- do return("missing") -%} {%- endif -%}
        {%- do return("drop" if facts["drop_removed"] else "keep") -%}
    {%- endif -%}
    {%- if entry["status"] != "changed" -%} {%- do return("none") -%} {%- endif -%}
    {%- set follows = entry["kind"] == "view" and entry["kind_before"] == "view" and not entry["definition_changed"] -%}
    {%- do return("follows" if follows else "replace") -%}
{% endmacro %}

{# Report, fingerprints and status in one transaction; a candidate that equals prod goes with it. #}
{% macro _record_report(run, report, facts, taken_at, context) %}
    {%- set run_id, actor = run["run_id"], dbt_wap.actor_of(context) -%}
    {%- set slim = dict(report, relations=[]) -%}
    {%- for entry in report["relations"] -%}
        {%- do slim["relations"].append(dict(entry, sample=none)) -%}
    {%- endfor -%}
    {%- set statements = dbt_wap.fingerprint_statements(
        run_id, "candidate_at_audit", facts["fingerprints"]["after"], taken_at
    ) -%}
    {%- do statements.extend(dbt_wap.report_statements(run_id, slim)) -%}
    {%- set blocked = report["verdict"] == "blocked" -%}
    {%- set status = "audit_failed" if blocked else "awaiting_approval" -%}
    {%- if report["verdict"] == "pass" and not dbt_wap.has_atomic_ddl() -%}
        {#- Until its candidate is dropped; one that breaks off there must not wait for anybody. -#}
        {%- set status = "failed" -%}
    {%- endif -%}
    {%- do statements.append(
        dbt_wap.event_statement(
            run_id,
            "audited",
            status,
            actor,
            {
                "verdict": report["verdict"],
                "reason": report["reasons"] | join("; ") if blocked else none,
                "expires_at": dbt_wap.utc_now(plus_hours=dbt_wap.get_var("wap_expire_hours")),
            },
        )
    ) -%}
    {%- if report["verdict"] == "pass" -%}
        {%- do statements.extend(dbt_wap.drop_candidate_statements(run)) -%}
        {%- do statements.append(
            dbt_wap.event_statement(
                run_id, "discarded", "discarded", actor, {"verdict": "pass", "reason": "nothing differs from prod"}
            )
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.execute_statements(statements) -%}
{% endmacro %}
