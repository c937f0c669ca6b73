{# Return the form in which the engine stores an unquoted name. Pure. #}
{% macro stored_name(name) %}
    {%- do return(adapter.dispatch("stored_name", "dbt_wap")(name=name)) -%}
{% endmacro %}

{% macro default__stored_name(name) %} {%- do dbt_wap.unsupported("stored_name") -%} {% endmacro %}

{# Names keep their case. Atomic: yes, reads nothing. #}
{% macro duckdb__stored_name(name) %} {%- do return(name | string) -%} {% endmacro %}

{# Names are stored in upper case. Atomic: yes, reads nothing. #}
{% macro snowflake__stored_name(name) %} {%- do return(name | string | upper) -%} {% endmacro %}
