{# The copy is one transaction: it is whole or not there. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__clone_faults(pairs, items) %} {%- do return([]) -%} {% endmacro %}
