{# Return the relation key of a node under its prod name, in either mode. Pure. #}
{% macro node_key(node) %}
    {%- set place = dbt_wap.prod_place_of(node) -%}
    {%- do return(dbt_wap.relation_key(place["database"], place["schema"], place["name"])) -%}
{% endmacro %}
