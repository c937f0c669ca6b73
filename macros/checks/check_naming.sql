{#
    Refuse, in one list, the selected nodes that would not be built in an audit schema: nodes that bypass the naming
    macro, nodes in excluded schemas, names that dbt cannot quote, and kinds that write outside the warehouse's schemas.
    Runs in audit mode. Pure: reads the graph.
#}
{% macro check_naming(selected) %}
    {%- set prefix = dbt_wap.audit_prefix() -%}
    {%- set prods = dbt_wap.place_keys(dbt_wap.schema_pairs(), "prod") -%}
    {%- set faults = [] -%}
    {%- for node in dbt_wap.selected_nodes(selected) -%}
        {%- set fault = dbt_wap._naming_fault(node, prefix, prods) -%}
        {%- if fault -%}
            {%- do faults.append("  " ~ node.unique_id ~ " -> " ~ node.schema ~ ": " ~ fault) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for unique_id in selected if unique_id.startswith("function.") -%}
        {%- do faults.append("  " ~ unique_id ~ ": dbt-wap does not publish functions") -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- set count = dbt_wap.counted(faults | length, "node") ~ " would not be built in an audit schema;" -%}
        {%- set named = dbt_wap._names_some(selected, prefix) -%}
        {%- do dbt_wap.refuse(
            "preflight",
            count ~ " nothing was built\n" ~ faults | sort | join("\n"),
            next="wap doctor, after you fix these nodes" if named else "wap init, then wap doctor",
        ) -%}
    {%- endif -%}
{% endmacro %}

{# Return true if the naming macro of the project works for at least one of its nodes, or if it has none to check. #}
{% macro _names_some(selected, prefix) %}
    {%- set named = [] -%}
    {%- for node in dbt_wap.selected_nodes(selected)
        if dbt_wap.is_relational(node) and node.package_name == project_name and not node.config.get("target_schema")
    -%}
        {%- do named.append(node.schema.startswith(prefix) or dbt_wap.is_excluded(node.schema)) -%}
    {%- endfor -%}
    {%- do return(true in named or not named) -%}
{% endmacro %}

{# Return why a node would not be built in an audit schema, or none. #}
{% macro _naming_fault(node, prefix, prods) %}
    {%- set writes = dbt_wap.is_relational(node) or (
        node.resource_type == "test" and (node.config.store_failures or flags.STORE_FAILURES)
    ) -%}
    {%- if not writes -%} {%- do return(none) -%} {%- endif -%}
    {%- if '"' in node.schema ~ (node.alias or node.name) or "'" in node.schema -%}
        {%- set name = tojson([node.schema, node.alias or node.name]) -%}
        {%- do return("the name " ~ name ~ " contains a quote, which dbt does not escape") -%}
    {%- endif -%}
    {%- if dbt_wap.is_relational(node) and dbt_wap.is_excluded(node.schema) -%}
        {%- do return("its schema is in wap_exclude_schemas, so --exclude it from the audit build") -%}
    {%- endif -%}
    {%- if not node.schema.startswith(prefix) and not dbt_wap.is_excluded(node.schema) -%}
        {%- do return(dbt_wap.describe_escape(node)) -%}
    {%- endif -%}
    {%- set place = dbt_wap.stored_place_of(node) -%}
    {%- if dbt_wap.schema_key(place["database"], place["schema"]) in prods -%}
        {%- do return("prod has a schema with that name") -%}
    {%- endif -%}
    {%- do return(dbt_wap.unpublishable_reason(node)) -%}
{% endmacro %}
