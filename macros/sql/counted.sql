{# Return a count with its noun, such as "1 test" or "5 tests". Pure. #}
{% macro counted(count, noun, plural=none) %}
    {%- do return(count ~ " " ~ (noun if count == 1 else plural or noun ~ "s")) -%}
{% endmacro %}
