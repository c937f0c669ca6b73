{#
    Return the nodes that a run should have built but did not, with the reason: {unique_id: "test x failed upstream"}. A
    microbatch model that was built in part is not included. nodes: from nodes_by_key. Pure: reads the graph.
#}
{% macro not_built(run, results, nodes) %}
    {%- set selected, chosen, found = run["options"].get("selected"), {}, {} -%}
    {%- for unique_id in selected or [] -%} {%- do chosen.update({unique_id: true}) -%} {%- endfor -%}
    {%- set causes = dbt_wap._causes_of_skips(results) -%}
    {%- for node in nodes.values() if selected is none or node.unique_id in chosen -%}
        {%- set id, row = node.unique_id, results["nodes"].get(node.unique_id) -%}
        {%- if not row -%} {%- do found.update({id: "not reached"}) -%}
        {%- elif row["status"] == "skipped" -%}
            {%- set named = causes.get(id, []) -%}
            {%- set more = " and " ~ (named | length - 2) ~ " more" if named | length > 2 else "" -%}
            {%- set failed_fast = "fail_fast" in (row["message"] or "") -%}
            {%- set stopped = "dbt stopped at the first failure" if failed_fast else "skipped by dbt" -%}
            {%- set stopped = "a run hook failed" if results["hooks"] else stopped -%}
            {%- do found.update({id: named[:2] | join(", ") ~ more if named else stopped}) -%}
        {%- elif row["status"] in ["error", "runtime error"] -%} {%- do found.update({id: "it failed"}) -%}
        {%- elif row["status"] not in ["success", "no-op", "partial success"] -%}
            {%- do found.update({id: "dbt status " ~ row["status"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Return why dbt skipped nodes, as {unique_id: [sentence]}: failed models first, then failed tests of what a node
    reads.
#}
{% macro _causes_of_skips(results) %}
    {%- set children, causes = dbt_wap._children(), {} -%}
    {%- for id, row in results["nodes"].items() if row["status"] in ["error", "runtime error", "partial success"] -%}
        {%- for below in dbt_wap._below(id, children) -%}
            {%- do causes.setdefault(below, []).append(dbt_wap._what_failed(id)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set reached = {} -%}
    {%- for id, row in results["tests"].items() if row["status"] not in ["pass", "warn", "skipped"] -%}
        {%- set own, parts, counts = id.startswith("unit_test."), id.split("."), {} -%}
        {%- set parents = graph.nodes.get(id, {}).get("depends_on", {}).get("nodes", []) -%}
        {%- if own -%} {%- set parents = ["model." ~ parts[1] ~ "." ~ parts[2]] -%} {%- endif -%}
        {#- If its model was not built, the test fails because of that and causes no skip itself. -#}
        {%- for parent in parents if own or results["nodes"].get(parent, {}).get("status", "success") == "success" -%}
            {%- if parent not in reached -%}
                {%- do reached.update({parent: dbt_wap._below(parent, children)}) -%}
            {%- endif -%}
            {%- for below in reached[parent] + ([parent] if own else []) -%}
                {%- do counts.update({below: counts.get(below, 0) + 1}) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for below, count in counts.items() if count == parents | length -%}
            {%- do causes.setdefault(below, []).append(dbt_wap._what_failed(id, row["name"], below in parents)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(causes) -%}
{% endmacro %}

{# Return the sentence for a failure: "test x failed", or "test x failed upstream". #}
{% macro _what_failed(id, name=none, itself=false) %}
    {%- set kind = id.split(".")[0] | replace("_", " ") -%}
    {%- do return(kind ~ " " ~ (name or id.split(".")[2]) ~ " failed" ~ ("" if itself else " upstream")) -%}
{% endmacro %}

{# Return {unique_id: [unique_id of each child]} for all models, seeds and snapshots. #}
{% macro _children() %}
    {%- set children = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot"] -%}
        {%- for parent in node.depends_on.nodes or [] -%}
            {%- do children.setdefault(parent, []).append(node.unique_id) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(children) -%}
{% endmacro %}

{# Return all descendants of a node. #}
{% macro _below(id, children) %}
    {%- set at, seen = namespace(level=[id]), {} -%}
    {%- for _ in range(graph.nodes | length) if at.level -%}
        {%- set following = [] -%}
        {%- for parent in at.level -%}
            {%- for child in children.get(parent, []) if child not in seen -%}
                {%- do seen.update({child: true}) -%} {%- do following.append(child) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set at.level = following -%}
    {%- endfor -%}
    {%- do return(seen.keys() | list) -%}
{% endmacro %}
