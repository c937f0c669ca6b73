{#
    A value of a column of a comparison, as value_of gives it, in the form that is compared (comparable_form). Returns
    SQL text.
#}
{% macro form_of(column, value) %} {%- do return(column["form"].replace("{}", value)) -%} {% endmacro %}
