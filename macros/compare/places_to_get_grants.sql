{# Return {relation_name of a schema: the place that gets its grants}. moves: as in compare_grants. Pure. #}
{% macro places_to_get_grants(moves) %}
    {%- set places = {} -%}
    {%- for move in moves -%}
        {%- set before = move["before"] -%}
        {%- do places.update({dbt_wap.relation_name(before["database"], before["schema"]): move["after"]}) -%}
    {%- endfor -%}
    {%- do return(places) -%}
{% endmacro %}
