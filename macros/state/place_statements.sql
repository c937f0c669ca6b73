{# Return the INSERTs that record where each node is in prod, for check_remembered_places. Pure: reads the graph. #}
{% macro place_statements(run_id) %}
    {%- set rows = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot"] -%}
        {%- if node.config.materialized != "ephemeral" -%}
            {%- do rows.append([run_id, node.unique_id, node.database, node.schema, node.alias or node.name]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(dbt_wap.insert_batch_statements("places", rows)) -%}
{% endmacro %}
