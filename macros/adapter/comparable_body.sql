{#
    Return the body of a definition in a form that is equal for equivalent definitions, even if the engine rewrote them.
    Without `comments`, ignore the COMMENT clauses in the head of a view. Use the result only to compare. Pure.
#}
{% macro comparable_body(body, comments=true) %}
    {%- do return(adapter.dispatch("comparable_body", "dbt_wap")(body=body, comments=comments)) -%}
{% endmacro %}

{% macro default__comparable_body(body, comments) %}
    {%- do dbt_wap.unsupported("comparable_body") -%}
{% endmacro %}

{#
    Each time DuckDB reads a VALUES list that it wrote itself, it wraps the list in another `SELECT * FROM (..) AS
    valueslist`. Its bodies contain no comments. Atomic: yes, reads nothing.
#}
{% macro duckdb__comparable_body(body, comments) %}
    {%- set heads_off = modules.re.sub("(SELECT \\* FROM \\()+VALUES ", "VALUES ", body | trim) -%}
    {%- do return(modules.re.sub("(\\) AS valueslist)+", ")", heads_off)) -%}
{% endmacro %}

{#
    Ignore whitespace, the case of unquoted names, COPY GRANTS, and the name that the view was created with, which stays
    the same when its schema is renamed. Atomic: yes, reads nothing.
#}
{% macro snowflake__comparable_body(body, comments) %}
    {%- set text = dbt_wap._snowflake_tokens(body if comments else dbt_wap._snowflake_uncommented(body)) | join(" ") -%}
    {%- set name = '(?:"(?:[^"]|"")*"|[A-Z_][A-Z0-9_$]*)' -%}
    {%- set name = name ~ "(?: \\. " ~ name ~ "){0,2} ?" -%}
    {%- set head = "^CREATE (?:OR REPLACE )?(.*?VIEW )(?:IF NOT EXISTS )?" ~ name -%}
    {%- set text = modules.re.sub(head, "\\1", text) -%}
    {%- do return(modules.re.sub("^((?:(?! AS ).)*?) COPY GRANTS(?= )", "\\1", text)) -%}
{% endmacro %}

{# Remove the descriptions that dbt writes into the column list, before the first AS outside parentheses. Pure. #}
{% macro _snowflake_uncommented(body) %}
    {%- set at, head, query = namespace(depth=0, in_head=true), [], [] -%}
    {%- for token in dbt_wap._snowflake_tokens(body) -%}
        {%- set at.depth = at.depth + {"(": 1, ")": -1}.get(token, 0) -%}
        {%- if token == "AS" and at.depth == 0 -%} {%- set at.in_head = false -%} {%- endif -%}
        {%- do (head if at.in_head else query).append(token) -%}
    {%- endfor -%}
    {%- set comment = "COMMENT (?:= )?(?:'(?:[^'\\\\]|\\\\.|'')*'|\\$\\$.*?\\$\\$)" -%}
    {%- set plain = modules.re.sub(comment, "", head | join(" "), modules.re.S) -%}
    {%- do return(plain ~ " " ~ query | join(" ")) -%}
{% endmacro %}

{#
    Split a statement into tokens: unquoted names in upper case, quoted names without quotes if they do not need them,
    no comments. Pure.
#}
{% macro _snowflake_tokens(sql) %}
    {%- set tokens = [] -%}
    {%- for word in dbt_wap._snowflake_words(sql) if word | trim -%}
        {%- if word[:2] in ["--", "//", "/*"] -%}
        {%- elif modules.re.fullmatch('"[A-Z_][A-Z0-9_$]*"', word) -%} {%- do tokens.append(word[1:-1]) -%}
        {%- elif word[0] in "'\"$" -%} {%- do tokens.append(word) -%}
        {%- else -%} {%- do tokens.append(word | upper) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(tokens) -%}
{% endmacro %}

{#
    Split a statement into strings, quoted names, comments, words, numbers, single characters and whitespace. Joined,
    they give the statement again. Pure.
#}
{% macro _snowflake_words(sql) %}
    {%- set texts = "\\$\\$.*?\\$\\$|'(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"]|\"\")*\"" -%}
    {%- set comments = "--[^\n]*|//[^\n]*|/\\*.*?\\*/" -%}
    {%- set words = "[A-Za-z_][\\w$]*|\\d[\\w.]*|\\s+|\\S" -%}
    {%- do return(modules.re.findall([texts, comments, words] | join("|"), sql, modules.re.S)) -%}
{% endmacro %}
