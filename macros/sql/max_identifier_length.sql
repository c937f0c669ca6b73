{#
    How many characters of a schema name the engine stores; 0 while an engine that is not supported is being parsed.
    Pure: it is asked while parsing.
#}
{% macro max_identifier_length() %}
    {%- do return(adapter.dispatch("max_identifier_length", "dbt_wap")() or 0) -%}
{% endmacro %}

{% macro default__max_identifier_length() %}
    {%- do dbt_wap.unsupported("max_identifier_length") -%}
{% endmacro %}

{# No limit of its own; the number bounds what people can read. Atomic: yes, reads nothing. #}
{% macro duckdb__max_identifier_length() %} {%- do return(255) -%} {% endmacro %}

{# 255, quoted or not. Atomic: yes, reads nothing. #}
{% macro snowflake__max_identifier_length() %} {%- do return(255) -%} {% endmacro %}
