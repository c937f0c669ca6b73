{# True when the last thing that a run began is a rollback, and it has not ended. Pure: reads the events of the run. #}
{% macro is_rolling_back(run) %}
    {%- set moves = ["publishing", "rolling_back", "rolled_back"] -%}
    {%- set begun = run["events"] | map(attribute="event") | select("in", moves) | list -%}
    {%- do return((begun | last) == "rolling_back") -%}
{% endmacro %}
