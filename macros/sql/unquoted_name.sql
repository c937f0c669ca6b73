{# The name that a quoted identifier means; anything else as it stands. Pure. #}
{% macro unquoted_name(name) %}
    {%- set quoted = name | length > 1 and name.startswith('"') and name.endswith('"') -%}
    {%- do return(name[1:-1].replace('""', '"') if quoted else name) -%}
{% endmacro %}
