{# Return the last event with which a run changed prod, or {seq: 0, at: when the run began} if there is none. Pure. #}
{% macro last_publish_event(run) %}
    {%- set events = run["events"] | selectattr("event", "in", ["publishing", "swapped"]) | list -%}
    {%- do return(events[-1] if events else {"seq": 0, "at": run["created_at"]}) -%}
{% endmacro %}
