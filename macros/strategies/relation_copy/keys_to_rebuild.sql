{#
    The exchange writes the audited views. Only dbt can recreate views with hooks, and views with the name of an audit
    schema in a literal. Atomic: yes, reads of the report and the catalog.
#}
{% macro duckdb__relation_copy__keys_to_rebuild(run, side) %}
    {%- set keys, nodes, audits = [], dbt_wap.nodes_by_key(), run["schemas"] | map(attribute="audit") | list -%}
    {%- set definitions = dbt_wap.definitions_in_prod_names(run["schemas"], side) -%}
    {%- for entry in dbt_wap.get_report(run["run_id"])["relations"]
        if entry["kind"] == "view" and entry["publish"] in ["create", "replace"]
    -%}
        {%- set key = dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]) -%}
        {%- set hooked = key in nodes and dbt_wap.hooks_of(nodes[key]) -%}
        {%- if hooked or dbt_wap.has_name_in_text(definitions.get(key, {}).get("body"), audits) -%}
            {%- do keys.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
