{# The clone has made them so. Atomic: yes, makes no statement. #}
{% macro duckdb__relation_copy__repoint_statements(pairs, items) %} {%- do return([]) -%} {% endmacro %}
