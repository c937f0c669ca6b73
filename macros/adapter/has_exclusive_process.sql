{#
    Return true if only one process at a time can open the warehouse. No other process can then take over the lock
    during a build, so only the build's own hooks need to renew it. Pure.
#}
{% macro has_exclusive_process() %}
    {%- do return(adapter.dispatch("has_exclusive_process", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__has_exclusive_process() %}
    {%- do dbt_wap.unsupported("has_exclusive_process") -%}
{% endmacro %}

{# A process has the file open until it ends or closes it. Atomic: yes, reads nothing. #}
{% macro duckdb__has_exclusive_process() %} {%- do return(true) -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro snowflake__has_exclusive_process() %} {%- do return(false) -%} {% endmacro %}
