{# The INSERTs that remember where prod has each node, for an audit build to compare with. Pure: reads the graph. #}
{% macro place_statements(run_id) %}
    {%- set rows = [] -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) -%}
        {%- set place = dbt_wap.dbt_place_of(node) -%}
        {%- do rows.append([run_id, node.unique_id, place["database"], place["schema"], place["name"]]) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.insert_batch_statements("places", rows)) -%}
{% endmacro %}
