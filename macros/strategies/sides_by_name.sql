{# One side of the pairs where it is a schema of another name in prod's own database. Pure. #}
{% macro sides_by_name(pairs, side) %}
    {%- set places = [] -%}
    {%- for pair in pairs -%}
        {%- do places.append({"database": pair["database"], "schema": pair[side]}) -%}
    {%- endfor -%}
    {%- do return(places) -%}
{% endmacro %}
