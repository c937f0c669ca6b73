{# What a view's body says but for the comments in its head, in the form of comparable_body. Pure. #}
{% macro query_of(body) %}
    {%- do return(adapter.dispatch("query_of", "dbt_wap")(body=body)) -%}
{% endmacro %}

{% macro default__query_of(body) %} {%- do dbt_wap.unsupported("query_of") -%} {% endmacro %}

{# There comments are no part of it. Atomic: yes, reads nothing. #}
{% macro duckdb__query_of(body) %} {%- do return(dbt_wap.comparable_body(body)) -%} {% endmacro %}

{#
    dbt writes descriptions into the list of columns, before the first AS that is in no parentheses. Atomic: yes,
    reads nothing.
#}
{% macro snowflake__query_of(body) %}
    {%- set at, head, query = namespace(depth=0, in_head=true), [], [] -%}
    {%- for token in dbt_wap._snowflake_tokens(body) -%}
        {%- set at.depth = at.depth + {"(": 1, ")": -1}.get(token, 0) -%}
        {%- if token == "AS" and at.depth == 0 -%} {%- set at.in_head = false -%} {%- endif -%}
        {%- do (head if at.in_head else query).append(token) -%}
    {%- endfor -%}
    {%- set comment = "COMMENT (?:= )?(?:'(?:[^'\\\\]|\\\\.|'')*'|\\$\\$.*?\\$\\$)" -%}
    {%- do return(dbt_wap.comparable_body(modules.re.sub(comment, "", head | join(" "), modules.re.S) ~ " " ~ query | join(" "))) -%}
{% endmacro %}
