{#
    What dbt's results say of the candidate: {counts: {pass, warn, fail, skip}, failed: [..], untested: [..],
    reasons: [why the audit is blocked], reads_prod: [{node, reads: [name]}, where that is allowed]}. What did not run
    counts against it, never for it. Reads only.
#}
{% macro audit_tests(run) %}
    {%- set results = dbt_wap.get_results(run["run_id"]) -%}
    {%- set counts = {"pass": 0, "warn": 0, "fail": 0, "skip": 0} -%}
    {%- set audit = {"counts": counts, "failed": [], "untested": [], "reasons": []} -%}
    {%- set tested = {} -%}
    {%- for unique_id, row in results["tests"].items() -%}
        {%- set outcome = {"pass": "pass", "warn": "warn", "skipped": "skip"}.get(row["status"], "fail") -%}
        {%- if row["stale"] -%} {%- set outcome = "skip" -%} {%- endif -%}
        {%- do counts.update({outcome: counts[outcome] + 1}) -%}
        {%- for parent in (graph.nodes.get(unique_id) or {}).get("depends_on", {}).get("nodes", []) -%}
            {%- do tested.update({parent: true}) -%}
        {%- endfor -%}
        {%- if outcome in ["fail", "skip"] -%}
            {%- do audit["failed"].append(
                {
                    "name": row["name"],
                    "status": outcome,
                    "failures": row["failures"] | int if row["failures"] is not none else none,
                    "message": "ran before " ~ row["stale"] | join(", ") ~ " was built again" if row["stale"] else row["message"],
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for unique_id in results["hooks"] -%}
        {%- do audit["reasons"].append("the run hook " ~ unique_id ~ " failed") -%}
    {%- endfor -%}
    {%- do dbt_wap._add_node_reasons(run, results, audit) -%}
    {%- do audit.update(dbt_wap.judge_reads(results["reads"], audit["reasons"])) -%}
    {%- for unique_id in results["nodes"] if unique_id not in tested -%}
        {%- do audit["untested"].append(unique_id) -%}
    {%- endfor -%}
    {%- if counts["fail"] -%}
        {%- do audit["reasons"].append(counts["fail"] ~ " test(s) failed") -%}
    {%- endif -%}
    {%- if counts["skip"] -%}
        {%- do audit["reasons"].append(counts["skip"] ~ " test(s) did not run") -%}
    {%- endif -%}
    {%- if not counts["pass"] + counts["warn"] + counts["fail"] and dbt_wap.get_var("wap_require_tests") -%}
        {%- do audit["reasons"].append("no test ran (var wap_require_tests)") -%}
    {%- endif -%}
    {%- do return(audit) -%}
{% endmacro %}

{# Blocks for every selected node that has no success: one that failed, was skipped, or was never built. #}
{% macro _add_node_reasons(run, results, audit) %}
    {%- set selected = run["options"].get("selected") -%}
    {%- for node in dbt_wap.nodes_by_key().values() if selected is none or node.unique_id in selected -%}
        {%- set row = results["nodes"].get(node.unique_id) -%}
        {%- if not row -%} {%- do audit["reasons"].append(node.unique_id ~ " was not built") -%}
        {%- elif row["status"] == "skipped" -%}
            {%- do audit["reasons"].append(node.unique_id ~ " was skipped") -%}
        {%- elif row["status"] not in ["success", "no-op"] -%}
            {%- do audit["reasons"].append(node.unique_id ~ " failed") -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
