{#
    Return the number of the layout of the state tables. Raise it by 1 whenever state_columns or layout_changes changes.
    Pure.
#}
{% macro state_layout() %} {%- do return(3) -%} {% endmacro %}
