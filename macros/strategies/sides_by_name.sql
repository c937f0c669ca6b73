{# Return one side of the pairs as schemas in prod's own database: [{database, schema}]. Pure. #}
{% macro sides_by_name(pairs, side) %}
    {%- set places = [] -%}
    {%- for pair in pairs -%}
        {%- do places.append({"database": pair["database"], "schema": pair[side]}) -%}
    {%- endfor -%}
    {%- do return(places) -%}
{% endmacro %}
