{# The copy is one transaction, so it is complete or does not exist. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__clone_faults(pairs, items) %} {%- do return([]) -%} {% endmacro %}
