{#
    The views of the run that dbt makes once more under prod's names, from its own SQL and configs, as {unique id:
    relation key}; where the code at hand lacks models of the run, a key stands for an id. side: where the candidate is,
    audit before the exchange and prod after it. Of prepare_publish, exchange and swap_schema. Reads only.
#}
{% macro views_to_rebuild(run, side) %}
    {%- set nodes, views = dbt_wap.nodes_by_key(), {} -%}
    {%- set gone = dbt_wap.get_results(run["run_id"])["nodes"].keys() | reject("in", graph.nodes) | list -%}
    {%- for key in dbt_wap.keys_to_rebuild(run, side) if key in nodes or gone -%}
        {%- do views.update({nodes[key].unique_id if key in nodes else key: key}) -%}
    {%- endfor -%}
    {%- do return(views) -%}
{% endmacro %}
