{# The time now, UTC, ISO 8601 with microseconds: sorts as text. #}
{% macro utc_now(plus_hours=0) %}
    {%- set now = modules.datetime.datetime.now(modules.pytz.utc) -%}
    {%- set then = now + modules.datetime.timedelta(hours=plus_hours | float) -%}
    {%- do return(then.strftime("%Y-%m-%dT%H:%M:%S.%fZ")) -%}
{% endmacro %}
