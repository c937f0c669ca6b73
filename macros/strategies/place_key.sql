{# The schema key of the place where one side of a pair is read. Pure. #}
{% macro place_key(pair, side) %}
    {%- set place = dbt_wap.locate([pair], side)[0] -%}
    {%- do return(dbt_wap.schema_key(place["database"], place["schema"])) -%}
{% endmacro %}
