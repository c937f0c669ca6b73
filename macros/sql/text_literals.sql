{# Return values as SQL string literals, in the same order. Pure. #}
{% macro text_literals(values) %}
    {%- do return(adapter.dispatch("text_literals", "dbt_wap")(values=values)) -%}
{% endmacro %}

{% macro default__text_literals(values) %} {%- do dbt_wap.unsupported("text_literals") -%} {% endmacro %}

{# Only the quote needs escaping. Atomic: yes, reads nothing. #}
{% macro duckdb__text_literals(values) %}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append("'" ~ value | string | replace("'", "''") ~ "'") -%}
    {%- endfor -%}
    {%- do return(literals) -%}
{% endmacro %}

{# Backslashes start an escape sequence, so they are doubled too. Atomic: yes, reads nothing. #}
{% macro snowflake__text_literals(values) %}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append("'" ~ value | string | replace("\\", "\\\\") | replace("'", "''") ~ "'") -%}
    {%- endfor -%}
    {%- do return(literals) -%}
{% endmacro %}
