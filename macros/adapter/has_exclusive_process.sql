{#
    Whether one process at a time can open the warehouse, so that nobody can take a lock over while a build runs: then
    the hooks of the build renew it, and nobody has to do so beside it. Pure.
#}
{% macro has_exclusive_process() %}
    {%- do return(adapter.dispatch("has_exclusive_process", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__has_exclusive_process() %}
    {%- do dbt_wap.unsupported("has_exclusive_process") -%}
{% endmacro %}

{# The file is open in one process until it ends or lets go of it. Atomic: yes, reads nothing. #}
{% macro duckdb__has_exclusive_process() %} {%- do return(true) -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__has_exclusive_process() %} {%- do return(false) -%} {% endmacro %}
