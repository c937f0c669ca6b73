{#
    List the audit schemas that tests with store_failures write to and that contain no models: [{database, schema}].
    Pure.
#}
{% macro test_schemas() %}
    {%- set found = {} -%}
    {%- set audits = dbt_wap.place_keys(dbt_wap.schema_pairs(), "audit") -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" and node.schema -%}
        {%- set prod = dbt_wap.prod_schema_of(node) -%}
        {%- set place = {
            "database": dbt_wap.stored_place_of(node)["database"],
            "schema": dbt_wap.stored_schema(node, dbt_wap.audit_name_of(prod)),
        } -%}
        {%- set key = dbt_wap.schema_key(place["database"], place["schema"]) -%}
        {%- if not dbt_wap.is_excluded(prod) and key not in audits -%}
            {%- do found.update({key: place}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found.values() | list) -%}
{% endmacro %}
