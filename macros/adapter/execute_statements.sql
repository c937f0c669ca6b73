{#
    Runs the statements as one unit on engines whose DDL is transactional: all or none. What a metadata
    call left open is closed first, or the statements would be lost with exit code 0.
    Do all reading before; read back after.
#}
{% macro execute_atomic(statements) %}
    {%- do dbt_wap.flush() -%}
    {%- do run_query("begin; " ~ statements | join("; ") ~ "; commit;") -%}
    {%- do dbt_wap.flush() -%}
{% endmacro %}
