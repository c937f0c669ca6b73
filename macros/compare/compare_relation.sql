{#
    Return the entry of report.json that says how the candidate's relation differs from prod's. before, after: from
    relations_of, or none; facts: from gather_facts. A view that cannot be read has no row counts, and `unreadable`
    says why. Keeps what differs in this session; otherwise reads only.
#}
{% macro compare_relation(before, after, node, facts) %}
    {%- set entry = dbt_wap.new_entry(after or before, node) -%}
    {%- do dbt_wap._count_rows(entry, before, after, facts) -%}
    {%- if before and after -%} {%- do dbt_wap._compare_both(entry, before, after, node, facts) -%}
    {%- elif after -%}
        {%- do entry.update({"status": "added"}) -%}
        {%- do entry["rows"].update({"added": entry["rows"]["after"]}) -%}
        {%- do dbt_wap._show_new(entry, after, node, facts) -%}
    {%- elif not node -%}
        {%- do entry.update({"status": "removed"}) -%}
        {%- do entry["rows"].update({"removed": entry["rows"]["before"]}) -%}
    {%- endif -%}
    {%- do return(entry) -%}
{% endmacro %}

{% macro _count_rows(entry, before, after, facts) %}
    {%- for side, relation in [("before", before), ("after", after)] if relation -%}
        {%- set broken = facts["unreadable"][side].get(relation["key"]) -%}
        {%- if broken -%}
            {%- set where = "in prod: " if side == "before" else "in the candidate: " -%}
            {%- do entry.update({"unreadable": where ~ broken}) -%}
        {%- endif -%}
        {%- set known = none if broken else facts["fingerprints"][side].get(relation["key"], {}).get("rows") -%}
        {%- if known is none and not broken -%}
            {%- set known = dbt_wap.count_rows(dbt_wap.sql_name(relation)) -%}
        {%- endif -%}
        {%- if relation["key"] in facts["fingerprints"][side] and relation["kind"] != "view" -%}
            {%- do facts["fingerprints"][side][relation["key"]].update({"rows": known}) -%}
        {%- endif -%}
        {%- do entry["rows"].update({side: known}) -%}
    {%- endfor -%}
{% endmacro %}

{% macro _compare_both(entry, before, after, node, facts) %}
    {%- set columns = dbt_wap.compare_columns(
        dbt_wap.columns_in(facts, before, "before"), dbt_wap.columns_in(facts, after, "after")
    ) -%}
    {%- for name in ["added", "removed", "retyped", "recased", "reordered"] -%}
        {%- do entry["columns"].update({name: columns[name]}) -%}
    {%- endfor -%}
    {%- set changes = dbt_wap.definition_changes(before, after, columns, facts) -%}
    {%- set remade = dbt_wap.definition_changed(before, after, facts) or changes | length > 0 -%}
    {%- set moved_columns = columns["added"] or columns["removed"] or columns["retyped"] or columns["reordered"] -%}
    {%- set reshaped = moved_columns or before["kind"] != after["kind"] -%}
    {%- do entry.update({"definition_changed": remade, "definition_changes": changes}) -%}
    {%- do entry.update({"kind_before": before["kind"]}) -%}
    {%- do dbt_wap._keep_definitions(entry, before, after, facts) -%}
    {%- if after["kind"] == "view" and not remade and not reshaped and dbt_wap._inputs_untouched(node, facts) -%}
        {%- do entry.update({"status": "unchanged_definition"}) -%}
    {%- elif entry["unreadable"] -%}
        {%- do entry["rows"].update({"added": none, "removed": none, "changed": none}) -%}
    {%- else -%} {%- do dbt_wap.compare_rows(entry, before, after, node, columns, facts) -%}
    {%- endif -%}
    {%- set moved = dbt_wap.count_moved_rows(entry["rows"]) + dbt_wap.count_moved_rows(entry["outside_filter"]) -%}
    {%- set broken = [before["key"] in facts["unreadable"]["before"], after["key"] in facts["unreadable"]["after"]] -%}
    {%- set unknown = entry["compared"] == "counts" -%}
    {%- if reshaped or remade or moved or unknown or broken[0] != broken[1] -%}
        {%- do entry.update({"status": "changed"}) -%}
    {%- endif -%}
{% endmacro %}

{# Add sample rows and the profile of a relation that prod does not have. #}
{% macro _show_new(entry, after, node, facts) %}
    {%- if entry["unreadable"] -%} {%- do return(none) -%} {%- endif -%}
    {%- set own = dbt_wap.columns_in(facts, after, "after") -%}
    {%- set plan = dbt_wap.get_comparison(after, after, node, dbt_wap.compare_columns(own, own)) -%}
    {%- if dbt_wap.compare_mode(node) == "counts" -%}
        {%- do entry.update({"compared": "counts"}) -%} {%- do return(none) -%}
    {%- endif -%}
    {%- do entry.update({"masked": plan["masked"], "sample": dbt_wap.sample_new_rows(plan)}) -%}
    {%- set profiled = dbt_wap.profiled_columns(dbt_wap.compare_columns([], own), {}, plan["samples"], node) -%}
    {%- do entry.update({"profile": dbt_wap.profile_relation(none, after, profiled, entry["rows"])}) -%}
{% endmacro %}

{# Add the old and new text of a changed view, for the report. Pure. #}
{% macro _keep_definitions(entry, before, after, facts) %}
    {%- set old = facts["definitions"]["before"][before["key"]]["body"] -%}
    {%- set new = facts["definitions"]["after"][after["key"]]["body"] -%}
    {%- if entry["definition_changed"] and "view" in [before["kind"], after["kind"]] -%}
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

{#
    Return true if the run built this view and all its parents in the project are known to be the same on both sides.
    Pure.
#}
{% macro _inputs_untouched(node, facts) %}
    {%- if facts["selected"] is not none and (not node or node.unique_id not in facts["selected"]) -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- for parent in (node.depends_on.nodes if node else ["unknown"]) if not parent.startswith("source.") -%}
        {%- set known = graph.nodes.get(parent) -%}
        {%- set excluded = known and dbt_wap.is_excluded(dbt_wap.prod_schema_of(known)) -%}
        {%- if facts["same"].get(parent) is not true and not excluded -%}
            {%- do return(false) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(true) -%}
{% endmacro %}
