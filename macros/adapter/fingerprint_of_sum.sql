{#
    The fingerprint that fingerprint_tables gives to a table of these columns whose row hashes have this sum (text);
    none where a fingerprint is no such sum but a token that the engine keeps. Pure.
#}
{% macro fingerprint_of_sum(columns, total) %}
    {%- do return(adapter.dispatch("fingerprint_of_sum", "dbt_wap")(columns=columns, total=total)) -%}
{% endmacro %}

{% macro default__fingerprint_of_sum(columns, total) %}
    {%- do dbt_wap.unsupported("fingerprint_of_sum") -%}
{% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__fingerprint_of_sum(columns, total) %}
    {%- do return(dbt_wap.shape_of(columns) ~ ":" ~ total) -%}
{% endmacro %}

{# It is a token. Atomic: yes, reads nothing. #}
{% macro snowflake__fingerprint_of_sum(columns, total) %} {%- do return(none) -%} {% endmacro %}
