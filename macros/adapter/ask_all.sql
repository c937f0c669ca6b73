{#
    Run independent queries and return {name: rows, as from rows_of}. An answer that is a string is the reason why its
    query failed; on DuckDB, a query that fails ends the operation instead. questions: {name: query}, each one SELECT
    whose values are text, NULL or whole numbers of at most 18 digits: cast everything else. An ORDER BY at the end of a
    query does not order its answer. Number the rows in a column `nth` instead: answers are sorted by it. Reads only.
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
        {%- do answers.update({name: dbt_wap._rows_in_order(dbt_wap.rows_of(query))}) -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}

{# Sort the rows of an answer by their column `nth`, if they have one. Pure. #}
{% macro _rows_in_order(rows) %}
    {%- do return(rows | sort(attribute="nth") if rows and "nth" in rows[0] else rows) -%}
{% endmacro %}
