{# Return true if the run began a rollback that has not ended. Pure. #}
{% macro is_rolling_back(run) %}
    {%- set moves = ["publishing", "rolling_back", "rolled_back"] -%}
    {%- set begun = run["events"] | map(attribute="event") | select("in", moves) | list -%}
    {%- do return((begun | last) == "rolling_back") -%}
{% endmacro %}
