{#
    What the gates say of an entry of report.json: {verdict, results: [{gate, column, limit, actual, level, outcome,
    message}]}, {} where none is declared. A gate that cannot be judged counts as not passed. before, after:
    relations, or none; facts: of gather_facts. Reads only: NULLs and the newest time are counted where a gate asks
    for them.
#}
{% macro judge_gates(entry, before, after, node, facts) %}
    {%- set results = [] -%}
    {%- for gate in dbt_wap.gate_names() -%}
        {%- if gate == "max_null_increase" -%}
            {%- do results.extend(dbt_wap.judge_nulls(entry, before, after, node, facts)) -%}
        {%- elif gate == "freshness" -%}
            {%- do results.extend(dbt_wap.judge_freshness(entry, after, node, facts)) -%}
        {%- else -%}
            {%- set seen = dbt_wap._measured(entry, gate) -%}
            {%- for at in dbt_wap.gate_limits(node, gate) -%}
                {%- do results.append(dbt_wap.gate_result(entry, gate, at, seen["ok"] if "ok" in seen else dbt_wap._is_within(seen, at["limit"]), seen["text"])) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set outcomes = results | map(attribute="outcome") | list -%}
    {%- set verdict = "block" if "block" in outcomes else ("warn" if "warn" in outcomes else "pass") -%}
    {%- do return({"verdict": verdict, "results": dbt_wap._strictest(results)} if results else {}) -%}
{% endmacro %}

{#
    What a gate measures: {count, of, text} where a limit is set against it, {ok, text} where there is none to
    compare.
#}
{% macro _measured(entry, gate) %}
    {%- set rows, columns = entry["rows"], entry["columns"] -%}
    {%- set before = rows["before"] -%}
    {%- if (entry["unreadable"] or "").startswith("in the candidate") -%}
        {%- do return({"ok": false, "text": "could not be read"}) -%}
    {%- endif -%}
    {%- if gate == "min_rows" -%}
        {%- do return({"at_least": rows["after"], "text": rows["after"] ~ " rows"}) -%}
    {%- endif -%}
    {%- if gate == "allow_dropped_columns" -%}
        {%- do return({"flag": not columns["removed"], "text": (columns["removed"] or ["no column"]) | join(", ") ~ " dropped"}) -%}
    {%- endif -%}
    {%- if gate == "allow_retyped_columns" -%}
        {%- set texts = [] -%}
        {%- for column in columns["retyped"] -%}
            {%- set types = " " ~ column["before"] ~ " -> " ~ column["after"] -%}
            {%- do texts.append(column["name"] ~ (types if types | length <= 100 else "")) -%}
        {%- endfor -%}
        {%- do return({"flag": not texts, "text": (texts or ["no column"]) | join(", ") ~ " retyped"}) -%}
    {%- endif -%}
    {%- if gate == "allow_lost_constraints" -%}
        {%- set lost = dbt_wap._lost_constraints(entry["definition_changes"]) -%}
        {%- do return({"flag": not lost, "text": (lost or ["no constraint"]) | join(", ") ~ " lost"}) -%}
    {%- endif -%}
    {%- if entry["unreadable"] -%}
        {%- do return({"ok": true, "text": "prod itself cannot read it"}) -%}
    {%- endif -%}
    {%- if entry["status"] == "added" -%}
        {%- do return({"ok": true, "text": "prod does not have it yet"}) -%}
    {%- endif -%}
    {%- if gate == "max_removed" -%}
        {%- do return({"count": rows["removed"], "of": before, "text": dbt_wap.share_text(rows["removed"], before, "rows removed")}) -%}
    {%- elif gate == "max_growth" -%}
        {%- set more = rows["after"] - before -%}
        {%- do return({"count": more, "of": before, "text": dbt_wap.share_text(more, before, "rows more")}) -%}
    {%- elif rows["changed"] is none -%}
        {#- Without a key a changed row is one removed and one added. -#}
        {%- set most = [rows["added"], rows["removed"]] | min -%}
        {%- do return({"count": most, "of": before, "text": "at most " ~ dbt_wap.share_text(most, before, "rows changed") ~ ", no usable key to tell"}) -%}
    {%- endif -%}
    {%- do return({"count": rows["changed"], "of": before, "text": dbt_wap.share_text(rows["changed"], before, "rows changed")}) -%}
{% endmacro %}

{# Whatever held rows to something: a key, NOT NULL, a check, a unique index. #}
{% macro _lost_constraints(changes) %}
    {%- set lost = changes.get("constraints", {}).get("removed", []) | list -%}
    {%- for text in changes.get("indexes", {}).get("removed", []) if text.startswith("unique ") -%}
        {%- do lost.append(text) -%}
    {%- endfor -%}
    {%- do return(lost) -%}
{% endmacro %}

{% macro _is_within(seen, limit) %}
    {%- if "flag" in seen -%} {%- do return(seen["flag"] or limit) -%} {%- endif -%}
    {%- if "at_least" in seen -%} {%- do return(seen["at_least"] >= limit) -%} {%- endif -%}
    {%- do return(dbt_wap.is_within_limit(seen["count"], seen["of"], limit)) -%}
{% endmacro %}

{# Of a gate with two limits, that which was broken, the blocking one first; else the blocking one. #}
{% macro _strictest(results) %}
    {%- set chosen = {} -%}
    {%- for result in results -%}
        {%- set key = result["gate"] ~ " " ~ (result["column"] or "") -%}
        {%- if key not in chosen or (chosen[key]["outcome"] == "pass" and result["outcome"] != "pass") -%}
            {%- do chosen.update({key: result}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(chosen.values() | list) -%}
{% endmacro %}
