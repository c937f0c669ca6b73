{# Whether a fingerprint is a token that the engine keeps, so that no table is scanned for it. Pure. #}
{% macro has_change_token() %}
    {%- do return(adapter.dispatch("has_change_token", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__has_change_token() %} {%- do dbt_wap.unsupported("has_change_token") -%} {% endmacro %}

{# It is a sum over the rows. Atomic: yes, reads nothing. #}
{% macro duckdb__has_change_token() %} {%- do return(false) -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__has_change_token() %} {%- do return(true) -%} {% endmacro %}
