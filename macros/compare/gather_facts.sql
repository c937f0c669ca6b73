{#
    Return the facts about a run that compare_all needs: {before, after: relations of prod and the candidate, from
    relations_of; fingerprints, columns, definitions, traits, unreadable, at_clone: {before, after}, each {key: ..},
    from fingerprint_relations, columns_by_relation, definitions_in_prod_names, traits_by_relation, unreadable_views and
    get_fingerprints; selected: [unique_id], or none for all; nodes: from nodes_by_key; not_built: from not_built; same:
    {unique_id: whether it is known to be the same on both sides}, filled by compare_all; drop_removed: the option of
    the run; failed: {key: reason}, which also count as unreadable; unknown: names in `failed` of no relation}. failed,
    suspects: as for failed_relations and read_suspects. May scan tables; reads only.
#}
{% macro gather_facts(run, not_built, failed=none, suspects=none) %}
    {%- set pairs, nodes, built = run["schemas"], dbt_wap.nodes_by_key(), {} -%}
    {%- for key, node in nodes.items() if node.unique_id not in not_built -%}
        {%- do built.update({key: node}) -%}
    {%- endfor -%}
    {%- set facts = {
        "selected": run["options"].get("selected"),
        "nodes": nodes,
        "not_built": not_built,
        "same": {},
        "drop_removed": run["options"].get("drop_removed", false),
    } -%}
    {%- for name in ["fingerprints", "columns", "definitions", "traits", "unreadable", "at_clone"] -%}
        {%- do facts.update({name: {}}) -%}
    {%- endfor -%}
    {%- set sides = [("before", "prod", "prod_at_clone"), ("after", "audit", "candidate_at_clone")] -%}
    {%- for side, place, phase in sides -%}
        {%- do facts.update({side: dbt_wap.relations_of(pairs, place)}) -%}
        {%- do facts["columns"].update({side: dbt_wap.columns_by_relation(pairs, place)}) -%}
    {%- endfor -%}
    {%- set broken = dbt_wap.failed_relations(facts, failed or {}) -%}
    {%- do facts.update({"failed": {}, "unknown": broken["unknown"]}) -%}
    {%- for side, place, phase in sides -%} {%- do facts["failed"].update(broken[side]) -%} {%- endfor -%}
    {%- if suspects -%} {%- do dbt_wap.read_suspects(facts, suspects) -%} {%- endif -%}
    {%- set later = dbt_wap.deferred_hashes(facts, built) | reject("in", facts["failed"]) | list -%}
    {%- for side, place, phase in sides -%}
        {%- set left = later + broken[side].keys() | list -%}
        {%- set taken = dbt_wap.fingerprint_relations(pairs, place, facts[side], later=left) -%}
        {%- do facts["fingerprints"].update({side: taken}) -%}
        {%- do facts["definitions"].update({side: dbt_wap.definitions_in_prod_names(pairs, place)}) -%}
        {%- do facts["traits"].update({side: dbt_wap.traits_by_relation(pairs, place)}) -%}
        {%- do facts["unreadable"].update({side: dbt_wap.unreadable_views(facts[side])}) -%}
        {%- do facts["unreadable"][side].update(broken[side]) -%}
        {%- do facts["at_clone"].update({side: dbt_wap.get_fingerprints(run, phase)}) -%}
    {%- endfor -%}
    {%- for key in broken["before"] if facts["fingerprints"]["before"][key]["hash"] is none -%}
        {#- The publish looks for late writes again. -#}
        {%- do facts["fingerprints"]["before"].update({key: facts["at_clone"]["before"][key]}) -%}
    {%- endfor -%}
    {%- do return(facts) -%}
{% endmacro %}
