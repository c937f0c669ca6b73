{#
    run-operation (runner only, audit mode): which of the selected nodes an audit build takes: all but the models, seeds
    and snapshots of excluded schemas. Refuses nodes that would not stay in an audit schema (D2), and vars and schema
    names that cannot be. `within`: only tests that touch one of these nodes. Answers also `places`, where the nodes are, for
    clone_schema, `beside`, what dbt must be told to leave out, and `hooks`, as of hooks_outside. Reads only the graph.
#}
{% macro plan_build(selected, within=none, context=none) %}
    {%- for name in dbt_wap._var_defaults() -%} {%- do dbt_wap.get_var(name) -%} {%- endfor -%}
    {%- do dbt_wap.check_options() -%}
    {%- do dbt_wap.check_reserved() -%}
    {%- set build = [] -%}
    {%- for unique_id in selected -%}
        {%- set node = graph.nodes.get(unique_id) -%}
        {%- set excluded = node and dbt_wap.is_relational(node) and dbt_wap.is_excluded(node.schema) -%}
        {%- set parents = (node.depends_on.nodes or []) if node else [] -%}
        {%- set touches = within is none or not node or parents | select("in", within) | list -%}
        {%- if not excluded and touches -%} {%- do build.append(unique_id) -%} {%- endif -%}
    {%- endfor -%}
    {%- do dbt_wap.check_naming(build) -%}
    {%- do dbt_wap.check_sources(build) -%}
    {%- do dbt_wap.checked_pairs(dbt_wap.schema_pairs(), dbt_wap.new_run_id()) -%}
    {%- set places = dbt_wap.node_places(build) -%}
    {%- do dbt_wap.answer(
        context,
        {"build": build, "places": places, "beside": dbt_wap.caught_beside(build), "hooks": dbt_wap.hooks_outside()},
    ) -%}
{% endmacro %}
