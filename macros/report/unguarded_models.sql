{#
    Sentences of what a report could say more of: models and snapshots whose key nobody declares, so that their rows are
    compared as a multiset, and models without a test. Pure: reads the graph.
#}
{% macro unguarded_models() %}
    {%- set tested, without_key, without_test = {}, [], [] -%}
    {%- for test in graph.nodes.values() if test.resource_type == "test" -%}
        {%- for parent in test.depends_on.nodes or [] -%}
            {%- do tested.update({parent: true}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values()
        if dbt_wap.is_relational(node) and not dbt_wap.unpublishable(node) and not dbt_wap.is_excluded(dbt_wap.prod_schema_of(node))
    -%}
        {%- set view = node.config.materialized == "view" -%}
        {%- if node.resource_type != "seed" and not view and not dbt_wap.get_key(node) -%}
            {%- do without_key.append(node.name) -%}
        {%- endif -%}
        {%- if node.resource_type == "model" and node.unique_id not in tested -%}
            {%- do without_test.append(node.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set sentences = [] -%}
    {%- if without_key -%}
        {%- do sentences.append(
            dbt_wap._some_of(without_key) ~ " without a key: rows are compared as a multiset, and no row counts as changed;"
            ~ " declare `meta: {dbt_wap: {key: [..]}}`, or a unique and a not_null test"
        ) -%}
    {%- endif -%}
    {%- if without_test -%}
        {%- do sentences.append(dbt_wap._some_of(without_test) ~ " without a test: an audit says nothing of them but what differs") -%}
    {%- endif -%}
    {%- do return(sentences) -%}
{% endmacro %}

{# "7 model(s) (a, b, c, ..)". #}
{% macro _some_of(names) %}
    {%- do return(names | length ~ " model(s) (" ~ (names | sort)[:5] | join(", ") ~ (", .." if names | length > 5 else "") ~ ")") -%}
{% endmacro %}
