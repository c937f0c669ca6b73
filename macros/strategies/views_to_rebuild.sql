{#
    Return the views of the run that dbt recreates under prod's names, from its own SQL and configs: {unique id:
    relation key}. If models of the run no longer exist in this project, their views have the relation key as unique id.
    Reads only.
#}
{% macro views_to_rebuild(run, side) %}
    {%- set nodes, views = dbt_wap.nodes_by_key(), {} -%}
    {%- set gone = dbt_wap.get_results(run)["nodes"].keys() | reject("in", graph.nodes) | list -%}
    {%- for key in dbt_wap.keys_to_rebuild(run, side) if key in nodes or gone -%}
        {%- do views.update({nodes[key].unique_id if key in nodes else key: key}) -%}
    {%- endfor -%}
    {%- do return(views) -%}
{% endmacro %}
