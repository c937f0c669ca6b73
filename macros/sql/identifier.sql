{# A quoted identifier: the engine's quote character doubled inside, so that no name can end it. #}
{% macro identifier(name) %}
    {%- do return(adapter.quote(name | string | replace('"', '""'))) -%}
{% endmacro %}
