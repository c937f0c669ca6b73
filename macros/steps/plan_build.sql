{#
    run-operation (runner only, audit mode): which of the selected nodes an audit build takes: all but the models, seeds
    and snapshots of excluded schemas. Refuses nodes that would not stay in an audit schema (D2). `within`: only tests
    that touch one of these nodes. Reads only the graph.
#}
{% macro plan_build(selected, within=none, context=none) %}
    {%- set build = [] -%}
    {%- for unique_id in selected -%}
        {%- set node = graph.nodes.get(unique_id) -%}
        {%- set excluded = node and dbt_wap.is_relational(node) and dbt_wap.is_excluded(node.schema) -%}
        {%- set parents = (node.depends_on.nodes or []) if node else [] -%}
        {%- set touches = within is none or not node or parents | select("in", within) | list -%}
        {%- if not excluded and touches -%} {%- do build.append(unique_id) -%} {%- endif -%}
    {%- endfor -%}
    {%- do dbt_wap.check_naming(build) -%}
    {%- do dbt_wap.answer(context, {"build": build}) -%}
{% endmacro %}
