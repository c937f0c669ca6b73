{# Return the words for a status or a verdict in text for people, such as "needs approval". Pure. #}
{% macro status_words(code) %}
    {%- do return("needs approval" if code == "awaiting_approval" else code | replace("_", " ")) -%}
{% endmacro %}
