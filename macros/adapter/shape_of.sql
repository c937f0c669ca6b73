{# Return a hash that is equal for the same column names and types in the same order. Pure. #}
{% macro shape_of(columns) %}
    {%- set signature = [] -%}
    {%- for column in columns -%}
        {%- do signature.append(column["name"] ~ " " ~ column["type"]) -%}
    {%- endfor -%}
    {%- do return(local_md5(signature | join(", "))) -%}
{% endmacro %}
