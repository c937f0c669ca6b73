{# Return true if a person of this name requested the run. Names are case-insensitive. Pure. #}
{% macro is_requester(run, name) %}
    {%- do return((run["requested_by"] or "") | trim | lower == name | trim | lower) -%}
{% endmacro %}
