{#
    Split a statement into words, in order: names as written, with their dots and quotes; numbers; string literals with
    their quotes; and the characters , ; ( ) [ ] { } @. Comments and operators are left out. Pure.
#}
{% macro sql_words(sql) %} {%- do return(adapter.dispatch("sql_words", "dbt_wap")(sql=sql)) -%} {% endmacro %}

{% macro default__sql_words(sql) %} {%- do dbt_wap.unsupported("sql_words") -%} {% endmacro %}

{# A backslash is a plain character in '..' and an escape in e'..'. Atomic: yes, reads nothing. #}
{% macro duckdb__sql_words(sql) %}
    {%- do return(dbt_wap._words_of(sql, ["[eE]'(?:[^'\\\\]|\\\\.|'')*'", "'(?:[^']|'')*'"], "--[^\\n]*")) -%}
{% endmacro %}

{# A backslash is an escape in '..', and // starts a comment. Atomic: yes, reads nothing. #}
{% macro snowflake__sql_words(sql) %}
    {%- do return(dbt_wap._words_of(sql, ["'(?:[^'\\\\]|\\\\.|'')*'"], "(?:--|//)[^\\n]*")) -%}
{% endmacro %}

{#
    Split a statement into words, given the patterns of its literals and comments. Quoted text contains no comments.
    Pure.
#}
{% macro _words_of(sql, literals, comment) %}
    {%- set texts = (literals + ["\\$\\$.*?\\$\\$"]) | join("|") -%}
    {%- set quoted = '"(?:[^"]|"")*"' -%}
    {%- set comments = "(" ~ texts ~ "|" ~ quoted ~ ")|" ~ comment ~ "|/\\*.*?\\*/" -%}
    {%- set part = "(?:" ~ quoted ~ "|[^\\W\\d][\\w$]*)" -%}
    {%- set name = part ~ "(?:\\s*\\.(?:\\s*\\.)?\\s*" ~ part ~ ")*" -%}
    {%- set solid = modules.re.sub("(?s)" ~ comments, "\\1 ", sql) -%}
    {%- do return(modules.re.findall("(?s)" ~ texts ~ "|\\d[\\w.]*|" ~ name ~ "|[,;()\\[\\]{}@]", solid)) -%}
{% endmacro %}
