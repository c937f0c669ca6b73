{# True when the events say that a run's candidate was put into prod and not taken out again. Pure: reads the run. #}
{% macro has_reached_prod(run) %}
    {%- set moves = run["events"] | map(attribute="event") | select("in", ["swapped", "rolled_back"]) | list -%}
    {%- do return((moves | last) == "swapped") -%}
{% endmacro %}
