{# Return the schema keys of one side of the pairs. Pure. #}
{% macro place_keys(pairs, side) %}
    {%- set keys = [] -%}
    {%- for place in dbt_wap.locate(pairs, side) -%}
        {%- do keys.append(dbt_wap.schema_key(place["database"], place["schema"])) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
