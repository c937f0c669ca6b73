{# Print a message for people. Pure. #}
{% macro say(text) %} {%- do log("wap: " ~ text, info=true) -%} {% endmacro %}
