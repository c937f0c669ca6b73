{# Parse a JSON string. Return none if it is not valid JSON. Pure. #}
{% macro parsed_json(text) %}
    {%- do return(fromjson(text, none) if text is string else none) -%}
{% endmacro %}
