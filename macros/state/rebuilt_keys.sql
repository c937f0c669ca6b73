{#
    Return the keys of the relations that a run rebuilt in its candidate: the views it built, and the tables that
    replaced cloned ones. Reads only.
#}
{% macro rebuilt_keys(run) %}
    {%- set cloned = dbt_wap.get_fingerprints(run, "candidate_at_clone") -%}
    {%- set audited = dbt_wap.get_fingerprints(run, "candidate_at_audit") -%}
    {%- set built = dbt_wap.get_results(run)["nodes"] -%}
    {%- set keys = [] -%}
    {%- for key, node in dbt_wap.nodes_by_key().items() if node.unique_id in built -%}
        {%- set old, new = cloned.get(key), audited.get(key) -%}
        {%- set is_table = old and new and old["kind"] == new["kind"] and old["kind"] != "view" -%}
        {%- set kept = is_table and dbt_wap.is_same_table(old["hash"], new["hash"]) -%}
        {%- if not kept -%} {%- do keys.append(key) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
