{#
    Compare all relations, parents before children, and return their entries. Log each relation before its comparison,
    so that an error can be traced to it. Reads only.
#}
{% macro compare_all(facts) %}
    {%- set sides, entries = {}, [] -%}
    {%- for side in ["before", "after"] -%}
        {%- for relation in facts[side] -%}
            {%- do sides.setdefault(relation["key"], {}).update({side: relation}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set keys = dbt_wap._keys_to_compare(sides, facts) -%}
    {%- for key in keys -%}
        {%- do log("wap: comparing " ~ loop.index ~ " of " ~ keys | length ~ " " ~ key, info=true) -%}
        {%- set node = facts["nodes"].get(key) -%}
        {%- set entry = dbt_wap._compare_sides(sides.get(key, {}), node, facts) -%}
        {%- if node -%}
            {%- set same = entry["status"] in ["identical", "unchanged_definition"] -%}
            {%- do facts["same"].update({node.unique_id: same and entry.get("same_content", true)}) -%}
        {%- endif -%}
        {%- do entries.append(entry) -%}
    {%- endfor -%}
    {%- do return(entries) -%}
{% endmacro %}

{# Return the relations that the run must have, in the order of their nodes, then all others. #}
{% macro _keys_to_compare(sides, facts) %}
    {%- set keys = [] -%}
    {%- for key, node in facts["nodes"].items() if key in sides or dbt_wap._is_owed(node, facts) -%}
        {%- do keys.append(key) -%}
    {%- endfor -%}
    {%- do return(keys + (sides.keys() | reject("in", keys) | sort | list)) -%}
{% endmacro %}

{# Return the entry of one relation, with its publish action and the results of its gates. `sides`: {before, after}. #}
{% macro _compare_sides(sides, node, facts) %}
    {%- set before, after = sides.get("before"), sides.get("after") -%}
    {%- if before and after and dbt_wap.is_untouched_clone(before, after, node, facts) -%}
        {%- set after = none -%}
    {%- endif -%}
    {%- set why = facts["not_built"].get(node.unique_id) if node else none -%}
    {%- set lacks = node and not after and (not before or dbt_wap._is_missed(before, node, facts)) -%}
    {%- if why or lacks -%} {%- set entry = dbt_wap.absent_entry(before, node, why, facts) -%}
    {%- else -%} {%- set entry = dbt_wap.compare_relation(before, after, node, facts) -%}
    {%- endif -%}
    {%- do entry.update({"publish": dbt_wap._publish_action(entry, node, facts)}) -%}
    {%- if entry["publish"] == "keep" -%}
        {#- It stays in prod, so none of its rows are removed. -#}
        {%- do entry["rows"].update({"after": entry["rows"]["before"], "removed": 0}) -%}
    {%- endif -%}
    {%- set judged = not node or dbt_wap._is_selected(node, facts) or entry["status"] == "changed" -%}
    {%- if judged and entry["publish"] not in ["keep", "not_built", "missing"] -%}
        {%- set figures = dbt_wap.gate_figures(entry, before, after, node, facts) -%}
        {%- do entry.update({"gate": dbt_wap.judge_gates(entry, node, figures)}) -%}
    {%- endif -%}
    {%- do return(entry) -%}
{% endmacro %}

{% macro _is_selected(node, facts) %}
    {%- do return(facts["selected"] is none or node.unique_id in facts["selected"]) -%}
{% endmacro %}

{#
    Return true for a node whose relation the candidate must have, even if prod does not. A materialization that is not
    dbt's own may build no relation.
#}
{% macro _is_owed(node, facts) %}
    {%- set makers = ["table", "view", "incremental", "seed", "snapshot", "materialized_view", "dynamic_table"] -%}
    {%- do return(dbt_wap._is_selected(node, facts) and node.config.materialized in makers) -%}
{% endmacro %}

{#
    Return true for a relation of prod that the candidate must have. A view that the run does not build and that cannot
    be read in prod either may be missing.
#}
{% macro _is_missed(before, node, facts) %}
    {%- do return(dbt_wap._is_selected(node, facts) or before["key"] not in facts["unreadable"]["before"]) -%}
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
