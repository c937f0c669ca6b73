{# Return the first five names in alphabetical order, such as "a, b, c, d, e, ..". Pure. #}
{% macro some_names(names) %}
    {%- do return(((names | sort)[:5] + ([".."] if names | length > 5 else [])) | join(", ")) -%}
{% endmacro %}
