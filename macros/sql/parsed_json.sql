{# What a JSON text says, or none where it is no JSON. Pure. #}
{% macro parsed_json(text) %}
    {%- do return(fromjson(text, none) if text is string else none) -%}
{% endmacro %}
