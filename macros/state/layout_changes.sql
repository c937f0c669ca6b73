{#
    Return the statements that a layout needs in addition to its tables and columns, as {layout: [statements]}: for a
    renamed or derived column, the UPDATE that fills it from the old one. The statements run after all missing columns
    were added, in the order of the layouts. Two projects that share a state schema hold different locks, so a statement
    must do no harm when it runs twice, and nothing is ever dropped. Pure.
#}
{% macro layout_changes() %} {%- do return({}) -%} {% endmacro %}
