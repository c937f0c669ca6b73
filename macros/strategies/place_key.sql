{# Return the schema key of one side of a pair. Pure. #}
{% macro place_key(pair, side) %} {%- do return(dbt_wap.place_keys([pair], side)[0]) -%} {% endmacro %}
