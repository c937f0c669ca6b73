{# Remove the quotes of a quoted identifier. Return any other name unchanged. Pure. #}
{% macro unquoted_name(name) %}
    {%- set quoted = name | length > 1 and name.startswith('"') and name.endswith('"') -%}
    {%- do return(name[1:-1].replace('""', '"') if quoted else name) -%}
{% endmacro %}
