{#
    Answer which of the selected nodes an audit build builds: all except models, seeds and snapshots in excluded
    schemas. Refuse nodes that would not be built in an audit schema, and invalid options and schema names. `within`:
    only tests of these nodes. Also answer `whole`: whether these are all nodes of the project; `places`: where the
    nodes are, for clone_schema; `also_selected`: what dbt has to exclude; `hooks`: from hook_warnings. Pure. A
    run-operation for the runner, in audit mode.
#}
{% macro plan_build(selected, within=none, context=none) %}
    {%- set selected, within = dbt_wap.from_runner(selected), dbt_wap.from_runner(within) -%}
    {%- set project, build = dbt_wap.project_facts(), [] -%}
    {%- do dbt_wap.check_options() -%}
    {%- do dbt_wap.check_reserved(project) -%}
    {%- set hidden = project["naming"]["excluded"] -%}
    {%- for unique_id in selected -%}
        {%- set node = graph.nodes.get(unique_id) -%}
        {%- set excluded = unique_id in project["nodes"] and node.schema | lower in hidden -%}
        {%- set parents = (node.depends_on.nodes or []) if node else [] -%}
        {%- set touches = within is none or not node or parents | select("in", within) | list -%}
        {%- if not excluded and touches -%} {%- do build.append(unique_id) -%} {%- endif -%}
    {%- endfor -%}
    {%- do dbt_wap.check_naming(build, project) -%}
    {%- do dbt_wap.check_sources(build, project) -%}
    {%- do dbt_wap.checked_pairs(dbt_wap.schema_pairs(project), dbt_wap.new_run_id()) -%}
    {%- set whole = dbt_wap._is_whole(build, project) -%}
    {%- set plan = {"build": build, "whole": whole, "places": dbt_wap.node_places(build)} -%}
    {%- do plan.update({"also_selected": dbt_wap.overmatched_by_selector(build), "hooks": dbt_wap.hook_warnings()}) -%}
    {%- do dbt_wap.answer(context, plan) -%}
{% endmacro %}

{# Return true if these are all nodes that a run of the whole project builds. Pure. #}
{% macro _is_whole(build, project) %}
    {%- set built = {} -%}
    {%- for unique_id in build -%} {%- do built.update({unique_id: true}) -%} {%- endfor -%}
    {%- for unique_id, fact in project["nodes"].items() if unique_id not in built -%}
        {%- if fact["node"].schema | lower not in project["naming"]["excluded"] -%}
            {%- do return(false) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(true) -%}
{% endmacro %}
