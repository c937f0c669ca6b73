{#
    Refuses, listing all of them, the selected nodes that the audit mode would not keep out of prod: nodes that escape
    the naming macro or have a name that dbt cannot write, nodes of excluded schemas, and kinds that write outside the
    warehouse's schemas. Runs in the audit mode; reads only the graph.
#}
{% macro check_naming(selected) %}
    {%- set prefix = dbt_wap.get_var("wap_audit_prefix") -%}
    {%- set prods = dbt_wap.place_keys(dbt_wap.schema_pairs(), "prod") -%}
    {%- set faults = [] -%}
    {%- for node in dbt_wap.selected_nodes(selected) -%}
        {%- set fault = dbt_wap._naming_fault(node, prefix, prods) -%}
        {%- if fault -%}
            {%- do faults.append("  " ~ node.unique_id ~ " -> " ~ node.schema ~ ": " ~ fault) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for unique_id in selected if unique_id.startswith("function.") -%}
        {%- do faults.append("  " ~ unique_id ~ ": functions are not published by dbt-wap") -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- set count = faults | length ~ " node(s) would not stay in an audit schema; nothing was built\n" -%}
        {%- set named = dbt_wap._names_some(selected, prefix) -%}
        {%- do dbt_wap.refuse(
            "preflight",
            count ~ faults | sort | join("\n"),
            next="wap doctor, once that is written" if named else "wap init, then wap doctor",
        ) -%}
    {%- endif -%}
{% endmacro %}

{# True when the naming macro of the project works for one node of it, or there is none that it could work for. #}
{% macro _names_some(selected, prefix) %}
    {%- set named = [] -%}
    {%- for node in dbt_wap.selected_nodes(selected)
        if dbt_wap.is_relational(node) and node.package_name == project_name and not node.config.get("target_schema")
    -%}
        {%- do named.append(node.schema.startswith(prefix) or dbt_wap.is_excluded(node.schema)) -%}
    {%- endfor -%}
    {%- do return(true in named or not named) -%}
{% endmacro %}

{% macro _naming_fault(node, prefix, prods) %}
    {%- set writes = dbt_wap.is_relational(node) or (
        node.resource_type == "test" and (node.config.store_failures or flags.STORE_FAILURES)
    ) -%}
    {%- if not writes -%} {%- do return(none) -%} {%- endif -%}
    {%- if '"' in node.schema ~ (node.alias or node.name) or "'" in node.schema -%}
        {%- set name = tojson([node.schema, node.alias or node.name]) -%}
        {%- do return("the name " ~ name ~ " has a quote in it, which dbt does not escape") -%}
    {%- endif -%}
    {%- if dbt_wap.is_relational(node) and dbt_wap.is_excluded(node.schema) -%}
        {%- do return("its schema is in wap_exclude_schemas, so the audit run must not build it (--exclude it)") -%}
    {%- endif -%}
    {%- if not node.schema.startswith(prefix) and not dbt_wap.is_excluded(node.schema) -%}
        {%- do return(dbt_wap.describe_escape(node)) -%}
    {%- endif -%}
    {%- set place = dbt_wap.stored_place_of(node) -%}
    {%- if dbt_wap.schema_key(place["database"], place["schema"]) in prods -%}
        {%- do return("prod has a schema of that name") -%}
    {%- endif -%}
    {%- do return(dbt_wap.unpublishable_reason(node)) -%}
{% endmacro %}
