{#
    Convert a duration such as "90 minutes", "12 hours" or "1.5 days" to seconds. Return none if it is not a duration.
    Pure.
#}
{% macro seconds_of(text) %}
    {%- set pattern = "^([0-9]+(?:[.][0-9]+)?) *(second|minute|hour|day|week)s?$" -%}
    {%- set parts = modules.re.match(pattern, text | string | trim | lower) -%}
    {%- if not parts -%} {%- do return(none) -%} {%- endif -%}
    {%- set unit = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}[parts.group(2)] -%}
    {%- do return(parts.group(1) | float * unit) -%}
{% endmacro %}
