{# Commit what a metadata call of dbt left open on this connection, so that nothing is lost. #}
{% macro flush() %} {%- do adapter.dispatch("flush", "dbt_wap")() -%} {% endmacro %}

{% macro default__flush() %} {%- do dbt_wap.unsupported("flush") -%} {% endmacro %}

{# Every statement commits separately, so there is nothing to flush. Atomic: yes, does nothing. #}
{% macro duckdb__flush() %}
    {%- call statement("wap_flush", auto_begin=true) -%} select 1 {%- endcall -%} {%- do adapter.commit() -%}
{% endmacro %}

{# Every statement commits separately, so there is nothing to flush. Atomic: yes, does nothing. #}
{% macro snowflake__flush() %} {% endmacro %}
