{# The name of the list of types in which a type stands, its arguments aside; "other" for none, and for lists of values. Pure. #}
{% macro kind_among(kinds, type) %}
    {%- set plain = type.split("(")[0] -%}
    {%- for kind, types in kinds.items() if plain in types and not type.endswith("]") -%}
        {%- do return(kind) -%}
    {%- endfor -%}
    {%- do return("other") -%}
{% endmacro %}
