{# Copied views already read the candidate, so none is parked. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__parked_views(pairs, side, run_id, relations) %}
    {%- do return({}) -%}
{% endmacro %}
