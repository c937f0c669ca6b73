{# A line for people. #}
{% macro say(text) %} {%- do log("wap: " ~ text, info=true) -%} {% endmacro %}
