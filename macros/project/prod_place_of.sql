{#
    Return where a node's relation is in prod, in either mode, as the warehouse stores the names: {database, schema,
    name}. Pure.
#}
{% macro prod_place_of(node) %}
    {%- do return(
        dict(dbt_wap.stored_place_of(node), schema=dbt_wap.stored_schema(node, dbt_wap.prod_schema_of(node)))
    ) -%}
{% endmacro %}
