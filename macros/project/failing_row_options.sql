{#
    Return which columns of a test's failing rows may be shown: {samples: whether any, open: names in lower case, or
    none for all}. If a tested node masks a column, only columns that some tested node has and does not mask are open; a
    singular test then shows nothing, because it may rename columns. Pure: reads the graph.
#}
{% macro failing_row_options(unique_id, columns) %}
    {%- set test, masked, known = graph.nodes.get(unique_id), [], [] -%}
    {%- if not test or not dbt_wap.get_var("wap_samples") -%}
        {%- do return({"samples": false, "open": none}) -%}
    {%- endif -%}
    {%- for parent in test.depends_on.nodes -%}
        {%- set node = graph.nodes.get(parent) or graph.sources.get(parent) or {} -%}
        {%- set own = dbt_wap.comparison_options(node) -%}
        {%- if not own["samples"] or "*" in own["mask"] -%}
            {%- do return({"samples": false, "open": none}) -%}
        {%- endif -%}
        {%- do masked.extend(own["mask"] | map("lower") | list) -%}
        {%- do known.extend((node.get("columns") or {}).keys() | map("lower") | list) -%}
        {%- do known.extend(columns.get((node.get("alias") or node.get("identifier") or "") | lower, [])) -%}
    {%- endfor -%}
    {%- if not masked -%} {%- do return({"samples": true, "open": none}) -%} {%- endif -%}
    {%- set generic = test.get("test_metadata") -%}
    {%- set of = ((generic or {}).get("kwargs") or {}).get("column_name") or test.get("column_name") or "" -%}
    {%- if of and of | lower | replace('"', "") not in masked -%}
        {#- dbt's own tests use these names for the tested column. -#}
        {%- do known.extend(["unique_field", "value_field", "from_field"]) -%}
    {%- endif -%}
    {%- set open = (known + ["n_records"]) | reject("in", masked) | list -%}
    {%- do return({"samples": generic is mapping, "open": open}) -%}
{% endmacro %}
