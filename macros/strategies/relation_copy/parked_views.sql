{# Views are copied as they have to be: none waits. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__parked_views(pairs, side, run_id, relations) %}
    {%- do return({}) -%}
{% endmacro %}
