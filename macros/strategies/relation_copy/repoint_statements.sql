{# Copied views already read the candidate. Atomic: yes, builds no statement. #}
{% macro duckdb__relation_copy__repoint_statements(pairs, items) %} {%- do return([]) -%} {% endmacro %}
