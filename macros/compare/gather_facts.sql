{#
    Return the facts about a run that compare_all needs: {before, after: relations of prod and the candidate, from
    relations_of; columns, definitions, traits, fingerprints, unreadable, at_clone: {before, after}, each {relation key:
    ..}, the first three from read_catalog, then from fingerprint_relations, unreadable_views and get_fingerprints;
    alike: {key: true} of relations with equal kinds, columns, traits and definitions; gates: from default_gates; vars:
    from get_vars; exchanges: from strategy_traits; tests: {unique_id of a node: its tests}; selected: {unique_id:
    true}, or none for all; nodes: from nodes_by_key; not_built: from not_built; same: {unique_id: whether it is known
    to be the same on both sides}, filled by compare_all; drop_removed: the option of the run; failed: {key: reason},
    which also count as unreadable; unknown: names in `failed` of no relation; suspects; own: from declared_options;
    counted: {unique_id: true} of nodes whose rows are not compared; gated: the same of nodes that may declare a gate,
    or none if all have one}. failed, suspects: as for failed_relations and read_suspects. May scan tables; reads only.
#}
{% macro gather_facts(run, nodes, not_built, failed=none, suspects=none) %}
    {%- set pairs, built, selected = run["schemas"], {}, run["options"].get("selected") -%}
    {%- for key, node in nodes.items() if node.unique_id not in not_built -%}
        {%- do built.update({key: node}) -%}
    {%- endfor -%}
    {%- set facts = {
        "selected": none if selected is none else {},
        "nodes": nodes,
        "not_built": not_built,
        "same": {},
        "drop_removed": run["options"].get("drop_removed", false),
        "gates": dbt_wap.default_gates(),
        "vars": dbt_wap.get_vars(["wap_compare", "wap_mask_tags", "wap_samples"]),
        "exchanges": dbt_wap.strategy_traits()["exchanges"],
        "tests": {},
    } -%}
    {%- for unique_id in selected or [] -%}
        {%- do facts["selected"].update({unique_id: true}) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" -%}
        {%- do facts["tests"].setdefault(node.get("attached_node"), []).append(node) -%}
    {%- endfor -%}
    {%- for name in ["fingerprints", "columns", "definitions", "traits", "unreadable", "at_clone"] -%}
        {%- do facts.update({name: {}}) -%}
    {%- endfor -%}
    {%- do facts.update(dbt_wap._facts_of_options(nodes.values() | list, facts)) -%}
    {%- set seen = dbt_wap.read_catalog(pairs, ["prod", "audit"]) -%}
    {%- set sides = [("before", "prod", "prod_at_clone"), ("after", "audit", "candidate_at_clone")] -%}
    {%- for side, place, phase in sides -%}
        {%- do facts.update({side: seen[place]["relations"]}) -%}
        {%- for part in ["columns", "definitions", "traits"] -%}
            {%- do facts[part].update({side: seen[place][part]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do facts.update({"alike": dbt_wap._defined_alike(seen["prod"], seen["audit"])}) -%}
    {%- set broken = dbt_wap.failed_relations(facts, failed or {}) -%}
    {%- do facts.update({"failed": {}, "unknown": broken["unknown"], "suspects": suspects or []}) -%}
    {%- for side, place, phase in sides -%} {%- do facts["failed"].update(broken[side]) -%} {%- endfor -%}
    {%- if suspects -%} {%- do dbt_wap.read_suspects(facts, suspects) -%} {%- endif -%}
    {%- set unreadable = dbt_wap._unreadable_on(facts) -%}
    {%- set later = dbt_wap.deferred_hashes(facts, built) | reject("in", facts["failed"]) | list -%}
    {%- for side, place, phase in sides -%}
        {%- set left = later + broken[side].keys() | list -%}
        {%- set taken = dbt_wap.fingerprint_relations(pairs, place, later=left, seen=seen[place]) -%}
        {%- do facts["fingerprints"].update({side: taken}) -%}
        {%- do facts["unreadable"].update({side: dict(unreadable[side], **broken[side])}) -%}
        {%- do facts["at_clone"].update({side: dbt_wap.get_fingerprints(run, phase)}) -%}
    {%- endfor -%}
    {%- for key in broken["before"] if key in facts["at_clone"]["before"] -%}
        {#- The publish looks for late writes again. -#}
        {%- if facts["fingerprints"]["before"][key]["hash"] is none -%}
            {%- do facts["fingerprints"]["before"].update({key: facts["at_clone"]["before"][key]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(facts) -%}
{% endmacro %}

{# Return the views that cannot be read on each side: {before, after: {key: reason}}. Reads only. #}
{% macro _unreadable_on(facts) %}
    {%- set asked, found = [], {"before": {}, "after": {}} -%}
    {%- set sides = [("before", " in prod"), ("after", " in the candidate")] -%}
    {%- for side, where in sides -%}
        {%- for view in facts[side] if view["kind"] == "view" -%}
            {%- do asked.append(dict(view, key=view["key"] ~ where)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set broken = dbt_wap.unreadable_views(asked) -%}
    {%- for side, where in (sides if broken else []) -%}
        {%- for view in facts[side] if view["key"] ~ where in broken -%}
            {%- do found[side].update({view["key"]: broken[view["key"] ~ where]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the facts about the options of nodes: {own, counted, gated}. Pure. #}
{% macro _facts_of_options(nodes, facts) %}
    {%- set own, counted, gated = dbt_wap.declared_options(nodes), {}, {} -%}
    {%- for node in nodes -%}
        {%- set unique_id = node.unique_id -%}
        {%- if (own.get(unique_id, {}).get("compare") or facts["vars"]["wap_compare"]) == "counts" -%}
            {%- do counted.update({unique_id: true}) -%}
        {%- endif -%}
        {%- if unique_id in own -%} {%- do gated.update({unique_id: true}) -%} {%- endif -%}
        {%- for column in (node.columns or {}).values() if column.meta or (column.config or {}).get("meta") -%}
            {%- do gated.update({unique_id: true}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set all = facts["gates"].values() | selectattr("limits") | list -%}
    {%- do return({"own": own, "counted": counted, "gated": none if all else gated}) -%}
{% endmacro %}

{# Return {key: true} for the relations whose columns, traits and definition are written alike on both sides. Pure. #}
{% macro _defined_alike(before, after) %}
    {%- set kinds, found = {}, {} -%}
    {%- for relation in before["relations"] -%}
        {%- do kinds.update({relation["key"]: relation["kind"]}) -%}
    {%- endfor -%}
    {%- for relation in after["relations"] if kinds.get(relation["key"]) == relation["kind"] -%}
        {%- set key, at = relation["key"], namespace(alike=true) -%}
        {%- set old, new = before["definitions"][key], after["definitions"][key] -%}
        {%- for part in ["body", "comment", "column_comments"] if at.alike and old[part] != new[part] -%}
            {%- set at.alike = false -%}
        {%- endfor -%}
        {%- if at.alike and not old["indexes"] and not new["indexes"] -%}
            {%- if before["columns"][key] == after["columns"][key] -%}
                {%- if before["traits"].get(key) == after["traits"].get(key) -%}
                    {%- do found.update({key: true}) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
