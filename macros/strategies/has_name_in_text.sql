{#
    True where the text of a view still has one of the names in it: after the names of what it reads were moved, a
    literal. Pure.
#}
{% macro has_name_in_text(body, schemas) %}
    {%- for schema in schemas if schema | lower in (body or "") | lower -%}
        {%- do return(true) -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}
