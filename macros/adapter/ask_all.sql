{#
    Run independent queries and return {name: rows, as from rows_of}. A value is text, a whole number or none. An error
    ends the operation and names its query. questions: {name: query}. Reads only.
#}
{% macro ask_all(questions) %}
    {%- do return(adapter.dispatch("ask_all", "dbt_wap")(questions=questions)) -%}
{% endmacro %}

{% macro default__ask_all(questions) %} {%- do dbt_wap.unsupported("ask_all") -%} {% endmacro %}

{# DuckDB runs one query on all threads, so the queries follow each other. Atomic: yes, reads only. #}
{% macro duckdb__ask_all(questions) %} {%- do return(dbt_wap._answers_in_turn(questions)) -%} {% endmacro %}

{# Atomic: yes, reads only. #}
{% macro snowflake__ask_all(questions) %}
    {%- do return(dbt_wap._answers_in_turn(questions)) -%}
{% endmacro %}

{% macro _answers_in_turn(questions) %}
    {%- set answers = {} -%}
    {%- for name, query in questions.items() -%}
        {%- do answers.update({name: dbt_wap.rows_of(query)}) -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}
