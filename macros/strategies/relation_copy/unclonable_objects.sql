{# A publish changes only tables and views that the project builds. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__unclonable_objects(pairs) %} {%- do return([]) -%} {% endmacro %}
