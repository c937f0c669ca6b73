{# What a dry run prints: the statements, one a line, ready to be read or run. #}
{% macro show_statements(statements) %}
    {%- for sql in statements -%} {%- do log(sql ~ ";", info=true) -%} {%- endfor -%}
{% endmacro %}
