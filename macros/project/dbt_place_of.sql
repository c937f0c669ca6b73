{# Where this mode has a node, as dbt names it: {database, schema, name}. Pure. #}
{% macro dbt_place_of(node) %}
    {%- do return({"database": node.database, "schema": node.schema, "name": node.alias or node.name}) -%}
{% endmacro %}
