{# Return a hash of the column names and types, in order. Pure. #}
{% macro shape_of(columns) %}
    {%- set signature = [] -%}
    {%- for column in columns -%}
        {%- do signature.append(column["name"] ~ " " ~ column["type"]) -%}
    {%- endfor -%}
    {%- do return(local_md5(signature | join(", "))) -%}
{% endmacro %}
