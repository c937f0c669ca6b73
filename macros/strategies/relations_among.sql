{#
    What exists now on one side of the pairs, as in relations_of, of these keys alone; all of it where keys is none.
    Reads only.
#}
{% macro relations_among(pairs, side, keys=none) %}
    {%- set found = [] -%}
    {%- for relation in dbt_wap.relations_of(pairs, side) if keys is none or relation["key"] in keys -%}
        {%- do found.append(relation) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
