{#
    What compare_all needs to know of a run: relations, fingerprints, columns and definitions of both sides, what was
    remembered at the clone, and what was not built (of not_built). May scan the tables; reads only.
#}
{% macro gather_facts(run, not_built) %}
    {%- set pairs = run["schemas"] -%}
    {%- set before = dbt_wap.relations_of(pairs, "prod") -%}
    {%- set after = dbt_wap.relations_of(pairs, "audit") -%}
    {%- set columns = {
        "before": dbt_wap.columns_by_relation(pairs, "prod"),
        "after": dbt_wap.columns_by_relation(pairs, "audit"),
    } -%}
    {%- set nodes = dbt_wap.nodes_by_key() -%}
    {%- set built = {} -%}
    {%- for key, node in nodes.items() if node.unique_id not in not_built -%}
        {%- do built.update({key: node}) -%}
    {%- endfor -%}
    {%- set later = dbt_wap.deferred_hashes({"before": before, "after": after}, columns, built) -%}
    {%- do return(
        {
            "before": before,
            "after": after,
            "fingerprints": {
                "before": dbt_wap.fingerprint_relations(pairs, "prod", before, later=later),
                "after": dbt_wap.fingerprint_relations(pairs, "audit", after, later=later),
            },
            "columns": columns,
            "definitions": {
                "before": dbt_wap.definitions_in_prod_names(pairs, "prod"),
                "after": dbt_wap.definitions_in_prod_names(pairs, "audit"),
            },
            "traits": {
                "before": dbt_wap.traits_by_relation(pairs, "prod"),
                "after": dbt_wap.traits_by_relation(pairs, "audit"),
            },
            "unreadable": {
                "before": dbt_wap.unreadable_views(before),
                "after": dbt_wap.unreadable_views(after),
            },
            "at_clone": {
                "before": dbt_wap.get_fingerprints(run["run_id"], "prod_at_clone"),
                "after": dbt_wap.get_fingerprints(run["run_id"], "candidate_at_clone"),
            },
            "selected": run["options"].get("selected"),
            "nodes": nodes,
            "not_built": not_built,
            "same": {},
            "drop_removed": run["options"].get("drop_removed", false),
        }
    ) -%}
{% endmacro %}
