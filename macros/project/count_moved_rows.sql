{# Return how many rows of a relation a run adds, removes and changes in total, 0 without counts. Pure. #}
{% macro count_moved_rows(rows) %}
    {%- do return((rows["added"] or 0) + (rows["removed"] or 0) + (rows["changed"] or 0) if rows else 0) -%}
{% endmacro %}
