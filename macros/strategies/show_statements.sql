{# Print the statements of a dry run, one per line, with a note if they are not transactional. Pure. #}
{% macro show_statements(statements) %}
    {%- if statements and not dbt_wap.has_atomic_ddl() -%}
        {%- do dbt_wap.say("not transactional: each statement commits separately") -%}
    {%- endif -%}
    {%- for sql in statements -%} {%- do log(sql ~ ";", info=true) -%} {%- endfor -%}
{% endmacro %}
