{# Return the current UTC time plus `plus_hours` as an ISO 8601 string with microseconds, which sorts by time. Pure. #}
{% macro utc_now(plus_hours=0) %}
    {%- set now = modules.datetime.datetime.now(modules.pytz.utc) -%}
    {%- set then = now + modules.datetime.timedelta(hours=plus_hours | float) -%}
    {%- do return(then.strftime("%Y-%m-%dT%H:%M:%S.%fZ")) -%}
{% endmacro %}
