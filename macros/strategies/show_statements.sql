{# What a dry run prints: the statements, one a line, ready to be read or run, and what of them is one transaction. #}
{% macro show_statements(statements) %}
    {%- if statements and not dbt_wap.has_atomic_ddl() -%}
        {%- do dbt_wap.say("no transaction: each statement commits by itself") -%}
    {%- endif -%}
    {%- for sql in statements -%} {%- do log(sql ~ ";", info=true) -%} {%- endfor -%}
{% endmacro %}
