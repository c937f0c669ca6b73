{# Return the distinct databases of schema pairs. Pure. #}
{% macro databases_of(pairs) %}
    {%- do return(pairs | map(attribute="database") | unique(case_sensitive=true) | list) -%}
{% endmacro %}
