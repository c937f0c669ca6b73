{#
    These views name an audit schema, perhaps in a string, and the publish does not write them itself: they have hooks,
    a materialization of their own, or no known text; or they are dynamic tables. Atomic: yes, reads of the catalog.
#}
{% macro snowflake__schema_swap__keys_to_rebuild(run, side) %}
    {%- set keys = dbt_wap._snowflake_views_naming_audit(run, side) | map(attribute="key") | list -%}
    {%- set audits = run["schemas"] | map(attribute="audit") | list -%}
    {%- set built, nodes = dbt_wap.get_results(run)["nodes"], dbt_wap.nodes_by_key() -%}
    {%- for key, definition in dbt_wap.definitions_in_prod_names(run["schemas"], side).items()
        if definition["kind"] == "view" and key in nodes and nodes[key].unique_id in built
    -%}
        {%- if key not in keys and dbt_wap.has_name_in_text(dbt_wap.comparable_body(definition["body"]), audits) -%}
            {%- do keys.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set written = dbt_wap._snowflake_written_views(run, side) if keys else [] -%}
    {%- do return(keys | reject("in", written) | list) -%}
{% endmacro %}
