{#
    Format the value of an option for an error message: quote strings, and cut anything longer than 80 characters. Pure.
#}
{% macro shown_value(value) %}
    {%- if value is none -%} {%- do return("null") -%}
    {%- elif value is boolean -%} {%- do return("true" if value else "false") -%}
    {%- endif -%}
    {%- set text = value | string -%}
    {%- set text = text if text | length <= 80 else text[:80] ~ ".." -%}
    {%- do return('"' ~ text ~ '"' if value is string else text) -%}
{% endmacro %}
