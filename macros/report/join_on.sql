{# The SQL that matches the rows b and a on the positions of the key. Returns SQL text. #}
{% macro join_on(keys) %}
    {%- set tests = [] -%}
    {%- for key in keys -%} {%- do tests.append("b.c" ~ key ~ " = a.c" ~ key) -%} {%- endfor -%}
    {%- do return(tests | join(" and ")) -%}
{% endmacro %}
