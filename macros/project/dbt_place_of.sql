{# Return where a node is in this mode, with names as dbt has them: {database, schema, name}. Pure. #}
{% macro dbt_place_of(node) %}
    {%- do return({"database": node.database, "schema": node.schema, "name": node.alias or node.name}) -%}
{% endmacro %}
