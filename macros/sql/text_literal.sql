{# Return a value as a SQL string literal. Pure. #}
{% macro text_literal(value) %}
    {%- do return(adapter.dispatch("text_literal", "dbt_wap")(value=value)) -%}
{% endmacro %}

{% macro default__text_literal(value) %} {%- do dbt_wap.unsupported("text_literal") -%} {% endmacro %}

{# Only the quote needs escaping. Atomic: yes, reads nothing. #}
{% macro duckdb__text_literal(value) %}
    {%- do return("'" ~ value | string | replace("'", "''") ~ "'") -%}
{% endmacro %}

{# Backslashes start an escape sequence, so they are doubled too. Atomic: yes, reads nothing. #}
{% macro snowflake__text_literal(value) %}
    {%- do return("'" ~ value | string | replace("\\", "\\\\") | replace("'", "''") ~ "'") -%}
{% endmacro %}
