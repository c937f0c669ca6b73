{# Where this mode has a node, as dbt names it: {database, schema, name}. Pure. #}
{% macro named_place(node) %}
    {%- do return({"database": node.database, "schema": node.schema, "name": node.alias or node.name}) -%}
{% endmacro %}
