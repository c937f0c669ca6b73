{#
    Return warnings that name tables without a declared key, whose rows are compared as a multiset, and models without a
    test. nodes: by_key of project_facts. Pure: reads the graph.
#}
{% macro models_without_key_or_tests(nodes) %}
    {%- set tests, tested, without_key, without_test = {}, {}, [], [] -%}
    {%- for test in graph.nodes.values() if test.resource_type == "test" -%}
        {%- do tests.setdefault(test.get("attached_node"), []).append(test) -%}
        {%- for parent in test.depends_on.nodes or [] -%}
            {%- do tested.update({parent: true}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set reasons = dbt_wap.unpublishable_reasons(nodes.values()) -%}
    {%- for node in nodes.values() if node.resource_type != "seed" and node.unique_id not in reasons -%}
        {%- set known = tests.get(node.unique_id, []) -%}
        {%- set paired = node.config.materialized != "view" and dbt_wap.compare_mode(node) == "rows" -%}
        {%- if paired and not dbt_wap.get_key_columns(node, known) -%}
            {%- do without_key.append(node.name) -%}
        {%- endif -%}
        {%- if node.resource_type == "model" and node.unique_id not in tested -%}
            {%- do without_test.append(node.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set sentences = [] -%}
    {%- if without_key -%}
        {%- do sentences.append(
            dbt_wap._some_of(without_key) ~ " without a key: rows are compared as a multiset, so no row"
            ~ " counts as changed; declare `meta: {dbt_wap: {key: [..]}}`, or a unique and a not_null test"
        ) -%}
    {%- endif -%}
    {%- if without_test -%}
        {%- do sentences.append(dbt_wap._some_of(without_test) ~ " without a test") -%}
    {%- endif -%}
    {%- do return(sentences) -%}
{% endmacro %}

{# Return "7 models (a, b, c, d, e, ..)". Pure. #}
{% macro _some_of(names) %}
    {%- do return(dbt_wap.counted(names | length, "model") ~ " (" ~ dbt_wap.some_names(names) ~ ")") -%}
{% endmacro %}
