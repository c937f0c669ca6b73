{# How many rows of a relation a run moves: those added, removed and changed, by the counts of its entry, if any. #}
{% macro count_moved_rows(rows) %}
    {%- do return((rows["added"] or 0) + (rows["removed"] or 0) + (rows["changed"] or 0) if rows else 0) -%}
{% endmacro %}
