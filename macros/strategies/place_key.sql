{# The schema key of the place where one side of a pair is read. Pure. #}
{% macro place_key(pair, side) %} {%- do return(dbt_wap.place_keys([pair], side)[0]) -%} {% endmacro %}
