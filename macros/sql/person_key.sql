{# Return the form in which names of people and groups are compared: without case and outer spaces. Pure. #}
{% macro person_key(name) %} {%- do return((name or "") | string | trim | lower) -%} {% endmacro %}
