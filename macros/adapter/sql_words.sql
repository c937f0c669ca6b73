{#
    The words of a statement, in order: names as they are written, with their dots and quotes; text literals with their
    quotes; and the signs , ; ( ) [ ] { } @. Comments and operators are left out. Pure.
#}
{% macro sql_words(sql) %} {%- do return(adapter.dispatch("sql_words", "dbt_wap")(sql=sql)) -%} {% endmacro %}

{% macro default__sql_words(sql) %} {%- do dbt_wap.unsupported("sql_words") -%} {% endmacro %}

{# A backslash is a sign of its own in '..' and escapes in e'..'. Atomic: yes, reads nothing. #}
{% macro duckdb__sql_words(sql) %}
    {%- do return(dbt_wap._words_of(sql, ["[eE]'(?:[^'\\\\]|\\\\.|'')*'", "'(?:[^']|'')*'"], "--[^\\n]*")) -%}
{% endmacro %}

{# A backslash escapes in '..'; // begins a comment. Atomic: yes, reads nothing. #}
{% macro snowflake__sql_words(sql) %}
    {%- do return(dbt_wap._words_of(sql, ["'(?:[^'\\\\]|\\\\.|'')*'"], "(?:--|//)[^\\n]*")) -%}
{% endmacro %}

{# The words of a text whose literals and comments look like these; what is quoted holds no comment. #}
{% macro _words_of(sql, literals, comment) %}
    {%- set texts = (literals + ["\\$\\$.*?\\$\\$"]) | join("|") -%}
    {%- set quoted = '"(?:[^"]|"")*"' -%}
    {%- set comments = "(" ~ texts ~ "|" ~ quoted ~ ")|" ~ comment ~ "|/\\*.*?\\*/" -%}
    {%- set part = "(?:" ~ quoted ~ "|[^\\W\\d][\\w$]*)" -%}
    {%- set name = part ~ "(?:\\s*\\.(?:\\s*\\.)?\\s*" ~ part ~ ")*" -%}
    {%- set solid = modules.re.sub("(?s)" ~ comments, "\\1 ", sql) -%}
    {%- do return(modules.re.findall("(?s)" ~ texts ~ "|\\d[\\w.]*|" ~ name ~ "|[,;()\\[\\]{}@]", solid)) -%}
{% endmacro %}
