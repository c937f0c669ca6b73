{#
    The name of the list of types in which a type stands, its arguments aside; "other" for none, and for lists of
    values. Pure.
#}
{% macro type_family(kinds, type) %}
    {%- set base = dbt_wap.parsed_type(type)["base"] -%}
    {%- for kind, types in kinds.items() if base in types -%} {%- do return(kind) -%} {%- endfor -%}
    {%- do return("other") -%}
{% endmacro %}
