{#
    Return a count with its noun, such as "1 test" or "5 tests". `plural` is the plural of an irregular noun, such as
    "queries". Pure.
#}
{% macro counted(count, noun, plural=none) %}
    {%- do return(count ~ " " ~ (noun if count == 1 else plural or noun ~ "s")) -%}
{% endmacro %}
