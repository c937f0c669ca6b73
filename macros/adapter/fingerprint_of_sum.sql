{#
    Return the fingerprint that fingerprint_tables gives a table with these columns and this sum of row hashes, or none
    if the engine's fingerprint is a change token. Pure.
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

{# The fingerprint is a change token. Atomic: yes, reads nothing. #}
{% macro snowflake__fingerprint_of_sum(columns, total) %} {%- do return(none) -%} {% endmacro %}
