{# The exchange writes the views with prod's names. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__written_view_statements(run, side) %} {%- do return([]) -%} {% endmacro %}
