{# One side of the pairs ("prod", "audit" or "archive") as [{database, schema}]. Pure. #}
{% macro places_of(pairs, side) %}
    {%- set places = [] -%}
    {%- for pair in pairs -%}
        {%- do places.append({"database": pair["database"], "schema": pair[side]}) -%}
    {%- endfor -%}
    {%- do return(places) -%}
{% endmacro %}
