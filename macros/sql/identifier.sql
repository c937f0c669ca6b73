{# Quote an identifier and escape the quotes inside it. Pure. #}
{% macro identifier(name) %}
    {%- do return(adapter.quote(name | string | replace('"', '""'))) -%}
{% endmacro %}
