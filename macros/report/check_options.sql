{#
    Refuses, all faults at once, what stands in the vars of dbt-wap or in `meta.dbt_wap` of nodes and columns and is not
    understood: a gate with a misspelt name would never close. Pure: reads the graph.
#}
{% macro check_options() %}
    {%- set faults, options = [], dbt_wap.option_table() -%}
    {%- for name in options if "var" in options[name]["of"] and name != "dbt_wap_views" -%}
        {%- set fault = dbt_wap.option_fault(name, options[name], var(name, options[name]["default"]), "var") -%}
        {%- if fault -%} {%- do faults.append("var " ~ name ~ " " ~ fault) -%} {%- endif -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot", "test"] -%}
        {%- set of = "test" if node.resource_type == "test" else "node" -%}
        {%- do faults.extend(dbt_wap._faults_of(node.unique_id, dbt_wap.written_options(node), of, options)) -%}
        {%- for column in (node.columns or {}).values() -%}
            {%- set where = node.unique_id ~ ": column " ~ column.name -%}
            {%- do faults.extend(dbt_wap._faults_of(where, dbt_wap.written_options(column), "column", options)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse("options", faults | join("; "), next="wap run, once that is mended") -%}
    {%- endif -%}
{% endmacro %}

{% macro _faults_of(where, own, of, options) %}
    {%- if own is not mapping -%}
        {%- do return([where ~ ": meta.dbt_wap must be a mapping, got " ~ dbt_wap.shown_value(own)]) -%}
    {%- endif -%}
    {%- set faults, known = [], [] -%}
    {%- for name in options if of in options[name]["of"] -%} {%- do known.append(name) -%} {%- endfor -%}
    {%- for name, value in own.items() -%}
        {%- set written = where ~ ": meta.dbt_wap." ~ name -%}
        {%- if name not in known -%}
            {%- do faults.append(written ~ " is not known there; known are " ~ known | join(", ")) -%}
        {%- else -%}
            {%- set fault = dbt_wap.option_fault(name, options[name], value, of) -%}
            {%- if fault -%} {%- do faults.append(written ~ " " ~ fault) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}
