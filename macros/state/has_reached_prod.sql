{# Return true if, by its events, the run's candidate reached prod and was not rolled back. Pure. #}
{% macro has_reached_prod(run) %}
    {%- set moves = run["events"] | map(attribute="event") | select("in", ["swapped", "rolled_back"]) | list -%}
    {%- do return((moves | last) == "swapped") -%}
{% endmacro %}
