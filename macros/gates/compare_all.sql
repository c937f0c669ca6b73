{#
    Compare all relations and return their entries of report.json, parents before children. Relations are compared in
    waves, each with a few questions for all of its relations: a view waits until its parents are known to be the same
    or not. Adds to the facts: same. Reads only.
#}
{% macro compare_all(facts) %}
    {%- set tasks, pending, at = dbt_wap._begin_all(facts), {}, namespace(open=[]) -%}
    {%- for task in tasks if task["node"] -%}
        {%- do pending.update({task["node"].unique_id: true}) -%}
    {%- endfor -%}
    {%- set at.open = tasks -%}
    {%- for _ in range(tasks | length) if at.open -%}
        {%- set wave, open = [], [] -%}
        {%- for task in at.open -%}
            {%- if dbt_wap._is_open(task, pending, facts) -%} {%- do open.append(task) -%}
            {%- elif dbt_wap._needs_rows(task, facts) -%} {%- do wave.append(task) -%}
            {%- else -%} {%- do dbt_wap._settle(task, pending, facts) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if wave -%} {%- do dbt_wap.compare_rows(wave, facts) -%} {%- endif -%}
        {%- for task in wave -%} {%- do dbt_wap._settle(task, pending, facts) -%} {%- endfor -%}
        {%- set at.open = open -%}
    {%- endfor -%}
    {%- do dbt_wap.count_rows(tasks, facts) -%}
    {%- do return(dbt_wap._judged_entries(tasks, facts)) -%}
{% endmacro %}

{# Begin the comparison of all relations: those that the run must have, in the order of their nodes, then all others. #}
{% macro _begin_all(facts) %}
    {%- set sides, keys, tasks = {}, {}, [] -%}
    {%- for side in ["before", "after"] -%}
        {%- for relation in facts[side] -%}
            {%- do sides.setdefault(relation["key"], {}).update({side: relation}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for key, node in facts["nodes"].items() if key in sides or dbt_wap._is_owed(node, facts) -%}
        {%- do keys.update({key: node}) -%}
    {%- endfor -%}
    {%- for key in sides.keys() | reject("in", keys) | sort -%}
        {%- do keys.update({key: none}) -%}
    {%- endfor -%}
    {%- do facts.update({"types": {}, "forms": {}, "holding_text": {}, "alike": facts.get("alike") or {}}) -%}
    {%- for key, node in keys.items() -%}
        {%- set before, after = sides.get(key, {}).get("before"), sides.get(key, {}).get("after") -%}
        {%- do tasks.append(dbt_wap.begin_comparison(key, before, after, node, facts)) -%}
    {%- endfor -%}
    {%- do return(tasks) -%}
{% endmacro %}

{#
    Return true for a node whose relation the candidate must have, even if prod does not. A materialization that is not
    dbt's own may build no relation.
#}
{% macro _is_owed(node, facts) %}
    {%- set makers = ["table", "view", "incremental", "seed", "snapshot", "materialized_view", "dynamic_table"] -%}
    {%- do return(dbt_wap._is_selected(node, facts) and node.config.materialized in makers) -%}
{% endmacro %}

{% macro _is_selected(node, facts) %}
    {%- do return(facts["selected"] is none or node.unique_id in facts["selected"]) -%}
{% endmacro %}

{# Return true for a view of which it is still open whether its parents are the same on both sides. Pure. #}
{% macro _is_open(task, pending, facts) %}
    {%- set at = namespace(open=false) -%}
    {%- for parent in task["parents"] or [] -%}
        {%- if parent in pending -%} {%- set at.open = true -%}
        {%- elif facts["same"].get(parent) is not true and not dbt_wap._is_kept(parent) -%}
            {%- do return(false) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(at.open) -%}
{% endmacro %}

{# Return true for a parent that the run leaves in prod, because its schema is excluded. Pure: reads the graph. #}
{% macro _is_kept(parent) %}
    {%- set known = graph.nodes.get(parent) -%}
    {%- do return(known and dbt_wap.is_excluded(dbt_wap.prod_schema_of(known))) -%}
{% endmacro %}

{# Return true if the rows of a relation have to be read. A view whose definition and parents are the same has not. #}
{% macro _needs_rows(task, facts) %}
    {%- if task["parents"] is not none -%}
        {%- set differ = [] -%}
        {%- for parent in task["parents"] if facts["same"].get(parent) is not true -%}
            {%- if not dbt_wap._is_kept(parent) -%} {%- do differ.append(parent) -%} {%- endif -%}
        {%- endfor -%}
        {%- if not differ -%} {%- do task.update({"reads": none, "follows": true}) -%} {%- endif -%}
    {%- endif -%}
    {%- if task["reads"] == "both" and task["entry"]["unreadable"] -%}
        {%- do task["entry"]["rows"].update({"added": none, "removed": none, "changed": none}) -%}
        {%- do task.update({"reads": none}) -%}
    {%- endif -%}
    {%- if task["reads"] and not dbt_wap.needs_rows(task, facts) -%}
        {%- do task.update({"reads": none}) -%}
    {%- endif -%}
    {%- do return(task["reads"]) -%}
{% endmacro %}

{# Give an entry its status, and tell its children whether it is the same on both sides. #}
{% macro _settle(task, pending, facts) %}
    {%- set entry, node = task["entry"], task["node"] -%}
    {%- if entry["status"] == "identical" and task.get("follows") -%}
        {%- do entry.update({"status": "unchanged_definition"}) -%}
    {%- elif entry["status"] == "identical" and task["before"] and task["after"] -%}
        {%- set read = [entry["rows"], entry["outside_filter"]] if task["reads"] else [] -%}
        {%- for rows in read if dbt_wap.count_moved_rows(rows) -%}
            {%- do entry.update({"status": "changed"}) -%}
        {%- endfor -%}
        {%- if entry["compared"] == "counts" -%} {%- do entry.update({"status": "changed"}) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if node -%}
        {%- set same = entry["status"] in ["identical", "unchanged_definition"] -%}
        {%- do facts["same"].update({node.unique_id: same and entry.get("same_content", true)}) -%}
        {%- do pending.pop(node.unique_id, none) -%}
    {%- endif -%}
{% endmacro %}

{# Return the entries with their publish actions and the results of their gates. #}
{% macro _judged_entries(tasks, facts) %}
    {%- set entries, judged = [], [] -%}
    {%- for task in tasks -%}
        {%- set entry, node = task["entry"], task["node"] -%}
        {%- do entry.update({"publish": dbt_wap._publish_action(entry, node, facts)}) -%}
        {%- if entry["publish"] == "keep" -%}
            {#- It stays in prod, so none of its rows are removed. -#}
            {%- do entry["rows"].update({"after": entry["rows"]["before"], "removed": 0}) -%}
        {%- endif -%}
        {%- set gated = facts["gated"] is none or (node and node.unique_id in facts["gated"]) -%}
        {%- set meant = not node or entry["status"] == "changed" or dbt_wap._is_selected(node, facts) -%}
        {%- if gated and meant and entry["publish"] not in ["keep", "not_built", "missing"] -%}
            {%- do judged.append(task) -%}
        {%- endif -%}
        {%- do entries.append(entry) -%}
    {%- endfor -%}
    {%- set figures = dbt_wap.gate_figures(judged, facts) -%}
    {%- for task in judged -%}
        {%- do task["entry"].update({"gate": dbt_wap.judge_gates(task["entry"], figures[task["key"]])}) -%}
    {%- endfor -%}
    {%- do return(entries) -%}
{% endmacro %}

{#
    Return what publish does to the relation: none, follows (a view whose text does not change), create, replace, drop,
    keep, missing or not_built.
#}
{% macro _publish_action(entry, node, facts) %}
    {%- if entry["status"] in ["not_built", "missing"] -%} {%- do return(entry["status"]) -%} {%- endif -%}
    {%- if entry["status"] == "added" -%} {%- do return("create") -%} {%- endif -%}
    {%- if entry["status"] == "removed" -%}
        {#- The archive needs this name for its own inventory. -#}
        {%- if entry["name"] | lower == dbt_wap.inventory_name() -%} {%- do return("keep") -%} {%- endif -%}
        {%- do return("drop" if facts["drop_removed"] else "keep") -%}
    {%- endif -%}
    {%- if entry["status"] != "changed" -%}
        {%- do return("none" if entry.get("same_content", true) or entry["kind"] == "view" else "replace") -%}
    {%- endif -%}
    {%- set follows = entry["kind"] == "view" and entry["kind_before"] == "view" and not entry["definition_changed"] -%}
    {%- do return("follows" if follows else "replace") -%}
{% endmacro %}
