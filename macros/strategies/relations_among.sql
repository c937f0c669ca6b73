{# List the relations with the given keys on one side of the pairs, as relations_of does. Reads only. #}
{% macro relations_among(pairs, side, keys=none) %}
    {%- set found = [] -%}
    {%- for relation in dbt_wap.relations_of(pairs, side) if keys is none or relation["key"] in keys -%}
        {%- do found.append(relation) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
