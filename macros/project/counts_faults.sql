{#
    Return the options and gates that need rows to be compared and are set for nodes with `compare: counts`, a sentence
    each: such a gate could not be judged, and must not seem to pass. Pure: reads the graph.
#}
{% macro counts_faults() %}
    {%- set faults, counted, needing = [], [], [] -%}
    {%- for name, option in dbt_wap.option_table().items() if option.get("reads_rows") -%}
        {%- do needing.append(name) -%}
    {%- endfor -%}
    {%- set default = dbt_wap.get_var("wap_compare") -%}
    {%- set own = dbt_wap.declared_options(graph.nodes.values()) -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot"] -%}
        {%- set mode = own.get(node.unique_id, {}).get("compare") -%}
        {%- if (mode or default) == "counts" and node.config.materialized != "ephemeral" -%}
            {%- do counted.append(node.unique_id) -%}
            {%- do faults.extend(dbt_wap._own_counts_faults(node, needing)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in dbt_wap.gate_table()
        if counted and name in needing and dbt_wap.get_var("wap_" ~ name) is not none
    -%}
        {%- do faults.append(
            "var wap_" ~ name ~ " needs the rows to be compared, and compare is counts for "
            ~ dbt_wap.some_names(counted)
        ) -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}

{# Return those of one node and of its columns. Pure. #}
{% macro _own_counts_faults(node, needing) %}
    {%- set said = "meta.dbt_wap.compare" if "compare" in dbt_wap.own_options(node) else "var wap_compare" -%}
    {%- set faults, places = [], {node.unique_id: node} -%}
    {%- for column in (node.columns or {}).values() -%}
        {%- do places.update({node.unique_id ~ ": column " ~ column.name: column}) -%}
    {%- endfor -%}
    {%- for where, place in places.items() -%}
        {%- for name in dbt_wap.own_options(place) if name in needing -%}
            {%- do faults.append(
                where ~ ": meta.dbt_wap." ~ name ~ " needs the rows to be compared, and " ~ said ~ " is counts"
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}
