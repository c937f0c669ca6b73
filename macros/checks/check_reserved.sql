{#
    Refuse, in one list, the relations, and the tests that store their failures, whose name or schema is
    reserved for dbt-wap. Pure: reads the graph.
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
            "dbt-wap reserves the name of " ~ dbt_wap.counted(faults | length, "node") ~ "; nothing was built\n"
            ~ faults | sort | join("\n"),
            next="wap run, after you rename these nodes",
        ) -%}
    {%- endif -%}
{% endmacro %}
