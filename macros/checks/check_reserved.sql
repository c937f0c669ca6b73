{#
    Refuses, listing all of them, the nodes whose name or schema is one that dbt-wap makes itself: relations, and tests
    that store their failures. Pure: reads the graph.
#}
{% macro check_reserved() %}
    {%- set faults = [] -%}
    {%- for node in graph.nodes.values() -%}
        {%- set stored = node.resource_type == "test" and (node.config.store_failures or flags.STORE_FAILURES) -%}
        {%- set fault = dbt_wap.reserved_name_fault(node) if stored or dbt_wap.is_relational(node) else none -%}
        {%- if fault -%} {%- do faults.append("  " ~ node.unique_id ~ ": " ~ fault) -%} {%- endif -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse(
            "preflight",
            faults | length ~ " node(s) have a name that is reserved; nothing was built\n" ~ faults | sort | join("\n"),
            next="wap run, once they have another name",
        ) -%}
    {%- endif -%}
{% endmacro %}
