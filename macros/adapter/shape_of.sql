{# A short text that is equal for equal names and types of columns in one order. Pure. #}
{% macro shape_of(columns) %}
    {%- set signature = [] -%}
    {%- for column in columns -%}
        {%- do signature.append(column["name"] ~ " " ~ column["type"]) -%}
    {%- endfor -%}
    {%- do return(local_md5(signature | join(", "))) -%}
{% endmacro %}
