{# Commits whatever a metadata call of dbt has left open on this connection. #}
{% macro flush() %}
    {%- call statement("wap_flush", auto_begin=true) -%} select 1 {%- endcall -%} {%- do adapter.commit() -%}
{% endmacro %}
