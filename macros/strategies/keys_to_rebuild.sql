{#
    The keys of the views (and what else holds a query) that dbt makes again under prod's names. side: where the
    candidate is, audit before the exchange and prod after it. Reads only.
#}
{% macro keys_to_rebuild(run, side) %}
    {%- do return(adapter.dispatch("keys_to_rebuild", "dbt_wap")(run=run, side=side)) -%}
{% endmacro %}

{% macro default__keys_to_rebuild(run, side) %}
    {%- do dbt_wap.unsupported("keys_to_rebuild") -%}
{% endmacro %}

{#
    The exchange writes what was audited. Only dbt knows what hooks do, and what a text that holds the name of an audit
    schema is in prod. Atomic: yes, reads of the report and the catalog.
#}
{% macro duckdb__keys_to_rebuild(run, side) %}
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

{#
    Those that still name an audit schema: what could not be prepared, for it needs what only the candidate has, and
    views of the run in which the name stands as a text. Atomic: yes, reads of the catalog.
#}
{% macro snowflake__keys_to_rebuild(run, side) %}
    {%- set keys = dbt_wap._snowflake_views_naming_audit(run, side) | map(attribute="key") | list -%}
    {%- set audits = run["schemas"] | map(attribute="audit") | list -%}
    {%- set built, nodes = dbt_wap.get_results(run["run_id"])["nodes"], dbt_wap.nodes_by_key() -%}
    {%- for key, definition in dbt_wap.definitions_in_prod_names(run["schemas"], side).items()
        if definition["kind"] == "view" and key not in keys and key in nodes and nodes[key].unique_id in built
    -%}
        {%- if dbt_wap.has_name_in_text(dbt_wap.comparable_body(definition["body"]), audits) -%}
            {%- do keys.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
