{# Return the name of the table in an archive schema that records what a publish did to each relation. Pure. #}
{% macro inventory_name() %} {%- do return("_wap_relations") -%} {% endmacro %}
