{#
    The views that dbt makes once more under prod's names after the exchange, from its own SQL and configs, as unique
    ids. Refuses when their code is not what was audited. Reads only.
#}
{% macro views_to_remake(run) %}
    {%- set nodes = dbt_wap.nodes_by_key() -%}
    {%- set views = [] -%}
    {%- for key in dbt_wap.keys_to_remake(run) if key in nodes -%}
        {%- do dbt_wap.check_view_code(run, nodes[key], "published, its views as audited") -%}
        {%- do views.append(nodes[key].unique_id) -%}
    {%- endfor -%}
    {%- do return(views) -%}
{% endmacro %}
