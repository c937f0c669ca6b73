{# Return the form in which the engine stores unquoted names, as a list in the same order. Pure. #}
{% macro stored_names(names) %}
    {%- do return(adapter.dispatch("stored_names", "dbt_wap")(names=names)) -%}
{% endmacro %}

{% macro default__stored_names(names) %} {%- do dbt_wap.unsupported("stored_names") -%} {% endmacro %}

{# Names keep their case. Atomic: yes, reads nothing. #}
{% macro duckdb__stored_names(names) %} {%- do return(names | map("string") | list) -%} {% endmacro %}

{# Names are stored in upper case. Atomic: yes, reads nothing. #}
{% macro snowflake__stored_names(names) %} {%- do return(names | map("upper") | list) -%} {% endmacro %}
