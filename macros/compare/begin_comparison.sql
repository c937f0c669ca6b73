{#
    Return what is known about the difference of a relation before its rows are read: {key, before, after: from
    relations_of, or none, node, own: its options, entry: of report.json, columns: from compare_columns, parents:
    [unique id] that decide whether a view changed, or none if it does not depend on them, reads: "both" or "new" if
    its rows may have to be read, else none}. facts: from gather_facts. Pure: reads the graph.
#}
{% macro begin_comparison(key, before, after, node, facts) %}
    {%- if before and after and facts["exchanges"] != "relations" -%}
        {%- set after = none if dbt_wap.is_untouched_clone(before, after, node, facts) else after -%}
    {%- endif -%}
    {%- set task = {"key": key, "before": before, "after": after, "node": node, "parents": none, "reads": none} -%}
    {%- do task.update({"own": facts["own"].get(node.unique_id, {}) if node else {}}) -%}
    {%- set why = facts["not_built"].get(node.unique_id) if node else none -%}
    {%- set lacks = node and not after and (not before or dbt_wap._is_missed(before, node, facts)) -%}
    {%- if why or lacks -%}
        {%- set entry = dbt_wap.absent_entry(before, node, why, facts) -%}
        {%- do return(dict(task, entry=entry, before=none, after=none)) -%}
    {%- endif -%}
    {%- do task.update({"entry": dbt_wap.new_entry(after or before, node)}) -%}
    {%- do dbt_wap._note_rows(task, facts) -%}
    {%- if before and after -%} {%- do dbt_wap._compare_shapes(task, facts) -%}
    {%- elif after -%}
        {%- do task["entry"].update({"status": "added"}) -%}
        {%- do task["entry"]["rows"].update({"added": task["entry"]["rows"]["after"]}) -%}
        {%- do task.update({"reads": none if task["entry"]["unreadable"] else "new"}) -%}
    {%- elif not node -%}
        {%- do task["entry"].update({"status": "removed"}) -%}
        {%- do task["entry"]["rows"].update({"removed": task["entry"]["rows"]["before"]}) -%}
    {%- endif -%}
    {%- do return(task) -%}
{% endmacro %}

{#
    Return true for a relation of prod that the candidate must have. A view that the run does not build and that cannot
    be read in prod either may be missing.
#}
{% macro _is_missed(before, node, facts) %}
    {%- set selected = facts["selected"] is none or node.unique_id in facts["selected"] -%}
    {%- do return(selected or before["key"] not in facts["unreadable"]["before"]) -%}
{% endmacro %}

{# Add the rows that fingerprints already know, and whether the relation can be read. Unknown ones are none. #}
{% macro _note_rows(task, facts) %}
    {%- set entry = task["entry"] -%}
    {%- for side, where in [("before", "in prod: "), ("after", "in the candidate: ")] if task[side] -%}
        {%- set broken = facts["unreadable"][side].get(task["key"]) -%}
        {%- if broken -%} {%- do entry.update({"unreadable": where ~ broken}) -%} {%- endif -%}
        {%- set known = facts["fingerprints"][side].get(task["key"], {}).get("rows") -%}
        {%- do entry["rows"].update({side: none if broken else known}) -%}
    {%- endfor -%}
{% endmacro %}

{# Compare columns, kinds and definitions, which leave open whether the rows have to be read. #}
{% macro _compare_shapes(task, facts) %}
    {%- set before, after, entry = task["before"], task["after"], task["entry"] -%}
    {%- set alike, unreadable = task["key"] in facts["alike"], facts["unreadable"] -%}
    {%- set changed = (task["key"] in unreadable["before"]) != (task["key"] in unreadable["after"]) -%}
    {%- do entry.update({"kind_before": before["kind"]}) -%}
    {%- do task.update({"reads": "both"}) -%}
    {%- if not alike and dbt_wap._is_reshaped(task, facts) -%} {%- set changed = true -%}
    {%- elif after["kind"] == "view" and task["node"] -%}
        {%- set selected = facts["selected"] is none or task["node"].unique_id in facts["selected"] -%}
        {%- if selected -%}
            {%- do task.update({"parents": []}) -%}
            {%- for parent in task["node"].depends_on.nodes if not parent.startswith("source.") -%}
                {%- do task["parents"].append(parent) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
    {%- if changed -%} {%- do entry.update({"status": "changed"}) -%} {%- endif -%}
{% endmacro %}

{# Return true if columns, kind or definition changed, and add what did to the entry. #}
{% macro _is_reshaped(task, facts) %}
    {%- set before, after, entry = task["before"], task["after"], task["entry"] -%}
    {%- set own = [dbt_wap.columns_in(facts, before, "before"), dbt_wap.columns_in(facts, after, "after")] -%}
    {%- set columns = dbt_wap.compare_columns(own[0], own[1], facts["types"]) -%}
    {%- for name in ["added", "removed", "retyped", "recased", "reordered"] -%}
        {%- do entry["columns"].update({name: columns[name]}) -%}
    {%- endfor -%}
    {%- set changes = dbt_wap.definition_changes(before, after, columns, facts) -%}
    {%- set remade = dbt_wap.definition_changed(before, after, facts) or changes | length > 0 -%}
    {%- do entry.update({"definition_changed": remade, "definition_changes": changes}) -%}
    {%- do dbt_wap._keep_definitions(entry, before, after, facts) -%}
    {%- do task.update({"columns": columns}) -%}
    {%- set moved = columns["added"] or columns["removed"] or columns["retyped"] or columns["reordered"] -%}
    {%- do return(remade or moved or before["kind"] != after["kind"]) -%}
{% endmacro %}

{# Add the old and new text of a changed view, for the report. Pure. #}
{% macro _keep_definitions(entry, before, after, facts) %}
    {%- if entry["definition_changed"] and "view" in [before["kind"], after["kind"]] -%}
        {%- set old = facts["definitions"]["before"][before["key"]]["body"] -%}
        {%- set new = facts["definitions"]["after"][after["key"]]["body"] -%}
        {%- do entry.update(
            {
                "definition": {
                    "before": old if before["kind"] == "view" else none,
                    "after": new if after["kind"] == "view" else none,
                }
            }
        ) -%}
    {%- endif -%}
{% endmacro %}
