{#
    One entry of report.json: how the candidate's relation differs from prod's. `before` and `after` are relations as
    in relations_of, or none; `facts` holds fingerprints, columns and definitions of both sides. A view
    that cannot be read has no rows, and `unreadable` says why. Reads only.
#}
{% macro compare_relation(before, after, node, facts) %}
    {%- set shown = after or before -%}
    {%- set entry = {
        "database": shown["database"],
        "schema": shown["pair"]["prod"],
        "name": shown["name"],
        "kind": shown["kind"],
        "unique_id": node.unique_id if node else none,
        "status": "identical",
        "key": none,
        "key_origin": none,
        "key_problem": none,
        "unreadable": none,
        "rows": {"before": 0, "after": 0, "added": 0, "removed": 0, "changed": 0},
        "columns": {"added": [], "removed": [], "retyped": [], "changed": {}},
        "definition_changed": false,
        "sample": {"added": [], "removed": [], "changed": []},
        "gate": {},
    } -%}
    {%- do dbt_wap._count_rows(entry, before, after, facts) -%}
    {%- if before and after -%} {%- do dbt_wap._compare_both(entry, before, after, node, facts) -%}
    {%- elif after -%}
        {%- do entry.update({"status": "added"}) -%}
        {%- do entry["rows"].update({"added": entry["rows"]["after"]}) -%}
    {%- elif not node or before["key"] not in facts["unreadable"]["before"] -%}
        {%- do entry.update({"status": "removed"}) -%}
        {%- do entry["rows"].update({"removed": entry["rows"]["before"]}) -%}
    {%- endif -%}
    {%- do return(entry) -%}
{% endmacro %}

{% macro _count_rows(entry, before, after, facts) %}
    {%- for side, relation in [("before", before), ("after", after)] if relation -%}
        {%- set broken = facts["unreadable"][side].get(relation["key"]) -%}
        {%- if broken -%}
            {%- do entry.update({"unreadable": ("in prod: " if side == "before" else "in the candidate: ") ~ broken}) -%}
        {%- endif -%}
        {%- set known = 0 if broken else facts["fingerprints"][side].get(relation["key"], {}).get("rows") -%}
        {%- if known is none -%}
            {%- set known = run_query("select count(*) from " ~ dbt_wap.sql_name(relation)).rows[0].values()[0] | int -%}
        {%- endif -%}
        {%- do entry["rows"].update({side: known}) -%}
    {%- endfor -%}
{% endmacro %}

{% macro _compare_both(entry, before, after, node, facts) %}
    {%- set columns = dbt_wap.compare_columns(
        facts["columns"]["before"].get(dbt_wap.relation_key(before["database"], before["schema"], before["name"]), []),
        facts["columns"]["after"].get(dbt_wap.relation_key(after["database"], after["schema"], after["name"]), []),
    ) -%}
    {%- for name in ["added", "removed", "retyped"] -%}
        {%- do entry["columns"].update({name: columns[name]}) -%}
    {%- endfor -%}
    {%- set remade = dbt_wap.definition_changed(before, after, facts) -%}
    {%- set reshaped = columns["added"] or columns["removed"] or columns["retyped"] or before["kind"] != after["kind"] -%}
    {%- do entry.update({"definition_changed": remade, "kind_before": before["kind"]}) -%}
    {%- if after["kind"] == "view" and not remade and not reshaped and dbt_wap._inputs_untouched(node, facts) -%}
        {%- do entry.update({"status": "unchanged_definition"}) -%}
    {%- elif entry["unreadable"] -%}
        {%- do entry["rows"].update({"added": entry["rows"]["after"], "removed": entry["rows"]["before"]}) -%}
    {%- elif not dbt_wap.same_content(before, after, columns, facts) -%}
        {%- do dbt_wap._compare_rows(entry, before, after, node, columns["common"]) -%}
    {%- endif -%}
    {%- set rows = entry["rows"] -%}
    {%- if reshaped or remade or rows["added"] or rows["removed"] or rows["changed"] -%}
        {%- do entry.update({"status": "changed"}) -%}
    {%- endif -%}
{% endmacro %}

{# True for a view that the run built, and all of whose parents in the project are known to be the same on both sides. #}
{% macro _inputs_untouched(node, facts) %}
    {%- if facts["selected"] is not none and (not node or node.unique_id not in facts["selected"]) -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- for parent in (node.depends_on.nodes if node else ["unknown"]) if not parent.startswith("source.") -%}
        {%- set excluded = parent in graph.nodes and dbt_wap.is_excluded(dbt_wap.prod_schema_of(graph.nodes[parent])) -%}
        {%- if facts["same"].get(parent) is not true and not excluded -%}
            {%- do return(false) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(true) -%}
{% endmacro %}

{% macro _compare_rows(entry, before, after, node, common) %}
    {%- set b, a = dbt_wap.sql_name(before), dbt_wap.sql_name(after) -%}
    {%- set found = dbt_wap.get_key(node) if node else none -%}
    {%- set keys = dbt_wap._key_positions(found, common) -%}
    {%- set rows = dbt_wap.compare_by_key(b, a, common, keys) if keys else {"problem": none} -%}
    {%- if "problem" in rows -%}
        {%- do entry.update({"key_problem": rows["problem"] or ("not a column on both sides" if found else none)}) -%}
        {%- set rows = dbt_wap.compare_as_multiset(b, a, common) -%}
        {%- set keys = none -%}
    {%- else -%}
        {%- set names = [] -%}
        {%- for key in keys -%} {%- do names.append(common[key]["name"]) -%}
        {%- endfor -%}
        {%- do entry.update({"key": names}) -%}
    {%- endif -%}
    {%- do entry.update({"key_origin": found["origin"] if found else none}) -%}
    {%- for name in ["added", "removed", "changed"] -%}
        {%- do entry["rows"].update({name: rows[name]}) -%}
    {%- endfor -%}
    {%- do entry["columns"].update({"changed": rows["columns"]}) -%}
    {%- do entry.update({"sample": dbt_wap.sample_rows(b, a, common, keys, rows)}) -%}
{% endmacro %}

{# Where the key's columns stand among the common ones; none when one of them is missing or there is no key. #}
{% macro _key_positions(key, common) %}
    {%- set positions = [] -%}
    {%- for column in (key["columns"] if key else []) -%}
        {%- set forms = [dbt_wap.fold(column), dbt_wap.fold(dbt_wap.stored_name(column))] -%}
        {%- for candidate in common if dbt_wap.fold(candidate["name"]) in forms -%}
            {%- do positions.append(common.index(candidate)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(positions if key and positions | length == key["columns"] | length else none) -%}
{% endmacro %}
