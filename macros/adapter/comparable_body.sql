{#
    The body of a definition in a form that is equal for definitions that say the same, however often the engine
    rewrote them. Pure.
#}
{% macro comparable_body(body) %}
    {%- do return(adapter.dispatch("comparable_body", "dbt_wap")(body=body)) -%}
{% endmacro %}

{% macro default__comparable_body(body) %} {%- do dbt_wap.unsupported("comparable_body") -%} {% endmacro %}

{#
    Each time DuckDB reads a VALUES list that it wrote itself, it wraps it in one more `SELECT * FROM (..) AS
    valueslist`. The result is for comparing alone, it is no SQL. Atomic: yes, reads nothing.
#}
{% macro duckdb__comparable_body(body) %}
    {%- set heads_off = modules.re.sub("(SELECT \\* FROM \\()+VALUES ", "VALUES ", body | trim) -%}
    {%- do return(modules.re.sub("(\\) AS valueslist)+", ")", heads_off)) -%}
{% endmacro %}

{#
    White space, comments, the case of unquoted names and the name that the view was made with do not count: that name
    stays as it was when its schema gets another. Atomic: yes, reads nothing.
#}
{% macro snowflake__comparable_body(body) %}
    {%- set text = dbt_wap._snowflake_tokens(body) | join(" ") -%}
    {%- set name = '(?:"(?:[^"]|"")*"|[A-Z_][A-Z0-9_$]*)' -%}
    {%- do return(
        modules.re.sub("^CREATE (?:OR REPLACE )?(.*?VIEW )(?:IF NOT EXISTS )?" ~ name ~ "(?: \\. " ~ name ~ "){0,2} ?", "\\1", text)
    ) -%}
{% endmacro %}
