{#
    Refuse, in one list, the selected nodes that would not be built in an audit schema: nodes that bypass the naming
    macro, nodes in excluded schemas, names that dbt cannot quote, and kinds that write outside the warehouse's schemas.
    project: from project_facts. Runs in audit mode. Pure.
#}
{% macro check_naming(selected, project) %}
    {%- set naming, prods, faults, writing = project["naming"], {}, [], [] -%}
    {%- for key in dbt_wap.place_keys(dbt_wap.schema_pairs(project), "prod") -%}
        {%- do prods.update({key: true}) -%}
    {%- endfor -%}
    {%- for unique_id in selected -%}
        {%- set test = project["tests"].get(unique_id) -%}
        {%- set stored = test and (test["node"].config.store_failures or flags.STORE_FAILURES) -%}
        {%- if stored or unique_id in project["nodes"] -%}
            {%- do writing.append(graph.nodes[unique_id]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set reasons = dbt_wap.unpublishable_reasons(writing) -%}
    {%- for node in writing -%}
        {%- set fact = project["nodes"].get(node.unique_id) or project["tests"][node.unique_id] -%}
        {%- set named = node.schema.startswith(naming["prefix"]) and fact["place"]["here_key"] not in prods -%}
        {%- set excluded = node.schema | lower in naming["excluded"] -%}
        {%- set quotes = '"' in node.schema ~ (node.alias or node.name) or "'" in node.schema -%}
        {%- if not named or excluded or quotes or node.unique_id in reasons -%}
            {%- set fault = dbt_wap._naming_fault(node, quotes, excluded, naming["prefix"], fact, prods) -%}
            {%- set fault = fault or reasons.get(node.unique_id) -%}
            {%- if fault -%}
                {%- do faults.append("  " ~ node.unique_id ~ " -> " ~ node.schema ~ ": " ~ fault) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for unique_id in selected if unique_id.startswith("function.") -%}
        {%- do faults.append("  " ~ unique_id ~ ": dbt-wap does not publish functions") -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- set count = dbt_wap.counted(faults | length, "node") ~ " would not be built in an audit schema;" -%}
        {%- set named = dbt_wap._names_some(selected, naming) -%}
        {%- do dbt_wap.refuse(
            "preflight",
            count ~ " nothing was built\n" ~ faults | sort | join("\n"),
            next="wap doctor, after you fix these nodes" if named else "wap init, then wap doctor",
        ) -%}
    {%- endif -%}
{% endmacro %}

{# Return true if the naming macro of the project works for at least one of its nodes, or if it has none to check. #}
{% macro _names_some(selected, naming) %}
    {%- set named = [] -%}
    {%- for node in dbt_wap.selected_nodes(selected)
        if dbt_wap.is_relational(node) and node.package_name == project_name and not node.config.get("target_schema")
    -%}
        {%- do named.append(node.schema.startswith(naming["prefix"]) or node.schema | lower in naming["excluded"]) -%}
    {%- endfor -%}
    {%- do return(true in named or not named) -%}
{% endmacro %}

{# Return why a node that writes a relation would not be built in an audit schema, or none. #}
{% macro _naming_fault(node, quotes, excluded, prefix, fact, prods) %}
    {%- if quotes -%}
        {%- set name = tojson([node.schema, node.alias or node.name]) -%}
        {%- do return("the name " ~ name ~ " contains a quote, which dbt does not escape") -%}
    {%- endif -%}
    {%- if dbt_wap.is_relational(node) and excluded -%}
        {%- do return("its schema is in wap_exclude_schemas, so --exclude it from the audit build") -%}
    {%- endif -%}
    {%- if not node.schema.startswith(prefix) and not excluded -%}
        {%- do return(dbt_wap.describe_escape(node)) -%}
    {%- endif -%}
    {%- if fact["place"]["here_key"] in prods -%}
        {%- do return("prod has a schema with that name") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
