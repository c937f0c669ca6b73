{#
    Answer which of the selected nodes an audit build builds: all except models, seeds and snapshots in excluded
    schemas. Refuse nodes that would not be built in an audit schema, and invalid options and schema names. `within`:
    only tests of these nodes. Also answer `whole`: whether these are all nodes of the project; `places`: where the
    nodes are, for clone_schema; `also_selected`: what dbt has to exclude; `hooks`: from hook_warnings. Pure. A
    run-operation for the runner, in audit mode.
#}
{% macro plan_build(selected, within=none, context=none) %}
    {%- set selected, within = dbt_wap.from_runner(selected), dbt_wap.from_runner(within) -%}
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
    {%- set plan = {"build": build, "whole": dbt_wap._is_whole(build), "places": dbt_wap.node_places(build)} -%}
    {%- do plan.update({"also_selected": dbt_wap.overmatched_by_selector(build), "hooks": dbt_wap.hook_warnings()}) -%}
    {%- do dbt_wap.answer(context, plan) -%}
{% endmacro %}

{# Return true if these are all nodes that a run of the whole project builds. Pure. #}
{% macro _is_whole(build) %}
    {%- set built = {} -%}
    {%- for unique_id in build -%} {%- do built.update({unique_id: true}) -%} {%- endfor -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) and node.unique_id not in built -%}
        {%- if not dbt_wap.is_excluded(node.schema) -%} {%- do return(false) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(true) -%}
{% endmacro %}
