{#
    Refuses, listing all of them, the nodes that the audit mode would build anywhere but in the audit schema of their
    prod schema: another target that names schemas otherwise, a literal name that begins with the audit prefix.
    `places`: {unique id: schema in the audit mode}. Runs in the prod mode; reads only the graph.
#}
{% macro check_places(places) %}
    {%- set faults = [] -%}
    {%- for unique_id, schema in places.items() -%}
        {%- set node = graph.nodes.get(unique_id) -%}
        {%- if not node -%}
            {%- do faults.append("  " ~ unique_id ~ " -> " ~ schema ~ ": the prod target " ~ target.name ~ " has no such node") -%}
        {%- else -%}
            {%- set audit = dbt_wap.audit_name_of(dbt_wap.prod_schema_of(node)) -%}
            {%- if dbt_wap.fold(dbt_wap.stored_schema(node, audit)) != dbt_wap.fold(dbt_wap.stored_schema(node, schema)) -%}
                {%- do faults.append("  " ~ unique_id ~ " -> " ~ schema ~ ": prod has it in " ~ node.schema ~ ", so it must be in " ~ audit) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse(
            "preflight",
            faults | length ~ " node(s) would not be built in their audit schema; nothing was built\n" ~ faults | sort | join("\n"),
            next="wap doctor",
        ) -%}
    {%- endif -%}
{% endmacro %}
