{# Return SQL for a value built by value_of, in its comparable form. Pure. #}
{% macro form_of(column, value) %} {%- do return(column["form"].replace("{}", value)) -%} {% endmacro %}
