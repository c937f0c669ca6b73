{# Return the INSERTs that record where each node is in prod, for check_remembered_places. Pure: reads the graph. #}
{% macro place_statements(run_id) %}
    {%- set rows = [] -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) -%}
        {%- set place = dbt_wap.dbt_place_of(node) -%}
        {%- do rows.append([run_id, node.unique_id, place["database"], place["schema"], place["name"]]) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.insert_batch_statements("places", rows)) -%}
{% endmacro %}
