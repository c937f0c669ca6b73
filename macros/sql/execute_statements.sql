{#
    Runs the statements: all or none where the engine's DDL is transactional, else one by one in their order. Do all
    reading before; read back after.
#}
{% macro execute_statements(statements) %}
    {%- do adapter.dispatch("execute_statements", "dbt_wap")(statements=statements) -%}
{% endmacro %}

{% macro default__execute_statements(statements) %}
    {%- do dbt_wap.unsupported("execute_statements") -%}
{% endmacro %}

{#
    What a metadata call left open is closed first, or the statements would be lost with exit code 0. Atomic: yes, one
    transaction.
#}
{% macro duckdb__execute_statements(statements) %}
    {%- do dbt_wap.flush() -%}
    {%- do run_query("begin; " ~ statements | join("; ") ~ "; commit;") -%}
    {%- do dbt_wap.flush() -%}
{% endmacro %}

{#
    Atomic: no, every statement commits; whoever builds the list puts the record of what was done last, and can read
    from the warehouse how far it got.
#}
{% macro snowflake__execute_statements(statements) %}
    {%- for statement in statements -%} {%- do run_query(statement) -%} {%- endfor -%}
{% endmacro %}
