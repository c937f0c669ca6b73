{# The last event by which a run came to prod; {seq: 0, at: when the run began} where there is none. Pure. #}
{% macro last_publish_event(run) %}
    {%- set events = run["events"] | selectattr("event", "in", ["publishing", "swapped"]) | list -%}
    {%- do return(events[-1] if events else {"seq": 0, "at": run["created_at"]}) -%}
{% endmacro %}
