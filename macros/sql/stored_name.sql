{# Return the form in which the engine stores one unquoted name. Pure. #}
{% macro stored_name(name) %} {%- do return(dbt_wap.stored_names([name])[0]) -%} {% endmacro %}
