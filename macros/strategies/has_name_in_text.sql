{#
    Return true if the query of a view still contains one of the names. After the names of the relations that it reads
    were replaced, that can only be in a literal. Pure.
#}
{% macro has_name_in_text(body, schemas) %}
    {%- for schema in schemas if schema | lower in (body or "") | lower -%}
        {%- do return(true) -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}
