{# A SQL text literal of any string. Pure. #}
{% macro text_literal(value) %}
    {%- do return(adapter.dispatch("text_literal", "dbt_wap")(value=value)) -%}
{% endmacro %}

{% macro default__text_literal(value) %} {%- do dbt_wap.unsupported("text_literal") -%} {% endmacro %}

{# Standard strings: only the quote is special. Atomic: yes, reads nothing. #}
{% macro duckdb__text_literal(value) %}
    {%- do return("'" ~ value | string | replace("'", "''") ~ "'") -%}
{% endmacro %}

{# A backslash begins an escape, so it is doubled too. Atomic: yes, reads nothing. #}
{% macro snowflake__text_literal(value) %}
    {%- do return("'" ~ value | string | replace("\\", "\\\\") | replace("'", "''") ~ "'") -%}
{% endmacro %}
