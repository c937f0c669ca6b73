{# The table of an archive schema that says what a publish did to each relation. Pure. #}
{% macro inventory_name() %} {%- do return("_wap_relations") -%} {% endmacro %}
