{#
    Summarize dbt's results for the candidate as {counts: {pass, warn, fail, skip}, failed: [{unique_id, name, status,
    failures, message, query}], untested: [unique_id], not_built: from not_built, reasons: [why the audit is blocked],
    reads_prod: [{node, reads: [name]} of the nodes that may read prod]}. Tests and nodes that did not run also block
    the audit. nodes: from nodes_by_key. Pure: reads the graph.
#}
{% macro audit_tests(run, results, nodes) %}
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
        {%- if outcome != "pass" -%}
            {%- do audit["failed"].append(dbt_wap._not_passed(unique_id, row, outcome)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for unique_id in results["hooks"] -%}
        {%- do audit["reasons"].append("the run hook " ~ unique_id ~ " failed") -%}
    {%- endfor -%}
    {%- do audit.update({"not_built": dbt_wap.not_built(run, results, nodes)}) -%}
    {%- for unique_id, row in results["nodes"].items() -%}
        {%- if audit["not_built"].get(unique_id) == "it failed" or row["status"] == "partial success" -%}
            {%- do audit["reasons"].append(unique_id ~ " failed") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do audit.update(dbt_wap.judge_reads(results["reads"], audit["reasons"])) -%}
    {%- for unique_id in results["nodes"] if unique_id not in tested -%}
        {%- do audit["untested"].append(unique_id) -%}
    {%- endfor -%}
    {%- if counts["fail"] -%}
        {%- do audit["reasons"].append(dbt_wap.counted(counts["fail"], "test") ~ " failed") -%}
    {%- endif -%}
    {#- Skipped tests come after the failures that caused them. -#}
    {%- if counts["skip"] -%}
        {%- do audit["reasons"].append(dbt_wap.counted(counts["skip"], "test") ~ " did not run") -%}
    {%- endif -%}
    {%- do audit["reasons"].extend(dbt_wap._not_built_reasons(audit["not_built"])) -%}
    {%- if not counts["pass"] + counts["warn"] + counts["fail"] and dbt_wap.get_var("wap_require_tests") -%}
        {%- do audit["reasons"].append("no test ran (var wap_require_tests)") -%}
    {%- endif -%}
    {%- do return(audit) -%}
{% endmacro %}

{# Return the report's entry for a test that did not pass. `query` returns the failing rows. #}
{% macro _not_passed(unique_id, row, outcome) %}
    {%- set late = "ran before the last build of " ~ row["stale"] | join(", ") -%}
    {%- do return(
        {
            "unique_id": unique_id,
            "name": row["name"],
            "status": outcome,
            "failures": row["failures"] | int if row["failures"] is not none else none,
            "message": late if row["stale"] else row["message"],
            "query": row["failing_sql"] if outcome != "skip" else none,
        }
    ) -%}
{% endmacro %}

{# Return a sentence for each reason for which dbt skipped or did not reach selected nodes. #}
{% macro _not_built_reasons(not_built) %}
    {%- set grouped, sentences = {}, [] -%}
    {%- for unique_id, why in not_built.items() if why != "it failed" -%}
        {%- do grouped.setdefault(why, []).append(unique_id) -%}
    {%- endfor -%}
    {%- for why, names in grouped.items() -%}
        {%- set more = " and " ~ (names | length - 5) ~ " more" if names | length > 5 else "" -%}
        {%- do sentences.append("dbt did not build " ~ names[:5] | join(", ") ~ more ~ ": " ~ why) -%}
    {%- endfor -%}
    {%- do return(sentences) -%}
{% endmacro %}
