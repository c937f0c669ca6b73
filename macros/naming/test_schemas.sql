{# The audit schemas, as (database, schema), that tests with store_failures write to and no model lives in. #}
{% macro test_schemas() %}
    {%- set found = {} -%}
    {%- set audits = dbt_wap.schema_pairs() | map(attribute="audit") | list -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" and node.schema -%}
        {%- set prod = dbt_wap.prod_schema_of(node) -%}
        {%- if not dbt_wap.is_excluded(prod) and dbt_wap.audit_name_of(prod) not in audits -%}
            {%- do found.update({prod: {"database": node.database, "schema": dbt_wap.audit_name_of(prod)}}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found.values() | list) -%}
{% endmacro %}
