{#
    Return one side of the pairs as schemas in prod's own database: [{database, schema}], with `seen` if the pairs have
    it (see fresh_reads). Pure.
#}
{% macro sides_by_name(pairs, side) %}
    {%- set places = [] -%}
    {%- for pair in pairs -%}
        {%- set place = {"database": pair["database"], "schema": pair[side]} -%}
        {%- do places.append(dict(place, seen=pair["seen"]) if "seen" in pair else place) -%}
    {%- endfor -%}
    {%- do return(places) -%}
{% endmacro %}
