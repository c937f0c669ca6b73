{# The entries of all relations, parents before children; the progress line names the relation that fails, if one does. #}
{% macro compare_all(facts) %}
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
        {%- set judged = not node or facts["selected"] is none or node.unique_id in facts["selected"] or entry["status"] == "changed" -%}
        {%- if judged and entry["publish"] != "keep" -%}
            {%- do entry.update({"gate": dbt_wap.judge_gates(entry, before, after, node, facts)}) -%}
        {%- endif -%}
        {%- if node -%}
            {%- set same = entry["status"] in ["identical", "unchanged_definition"] and entry.get("same_content", true) -%}
            {%- do facts["same"].update({node.unique_id: same}) -%}
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
        {#- An archive could not hold both it and its own inventory. -#}
        {%- if entry["name"] | lower == dbt_wap.inventory_name() -%} {%- do return("keep") -%} {%- endif -%}
        {%- do return("drop" if facts["drop_removed"] else "keep") -%}
    {%- endif -%}
    {%- if entry["status"] != "changed" -%}
        {%- do return("none" if entry.get("same_content", true) or entry["kind"] == "view" else "replace") -%}
    {%- endif -%}
    {%- set follows = entry["kind"] == "view" and entry["kind_before"] == "view" and not entry["definition_changed"] -%}
    {%- do return("follows" if follows else "replace") -%}
{% endmacro %}
