{#
    Which columns of the rows that a test has found may be shown: {samples: whether any, open: names in lower case, or
    none for all}. By what the tested nodes say of their own. Where one of them masks a column, a column of the test is
    open only under a name that such a node has and does not mask, and a test that is no generic one shows nothing: it
    may give any column any name. columns: as in sample_failing. Pure: reads the graph.
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
        {#- What dbt's own tests call the column that they test. -#}
        {%- do known.extend(["unique_field", "value_field", "from_field"]) -%}
    {%- endif -%}
    {%- set open = (known + ["n_records"]) | reject("in", masked) | list -%}
    {%- do return({"samples": generic is mapping, "open": open}) -%}
{% endmacro %}
