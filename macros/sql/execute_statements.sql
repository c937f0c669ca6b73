{#
    Run statements: all or none if the engine's DDL is transactional, otherwise one by one. Do all reads before the
    call, and verify the result after it, because dbt can lose statements and still exit with 0.
#}
{% macro execute_statements(statements) %}
    {%- do adapter.dispatch("execute_statements", "dbt_wap")(statements=statements) -%}
{% endmacro %}

{% macro default__execute_statements(statements) %}
    {%- do dbt_wap.unsupported("execute_statements") -%}
{% endmacro %}

{#
    Flush first. If a metadata call left a transaction open, the statements would be lost, with exit code 0. Atomic:
    yes, one transaction.
#}
{% macro duckdb__execute_statements(statements) %}
    {%- do dbt_wap.flush() -%}
    {%- do run_query("begin; " ~ statements | join("; ") ~ "; commit;") -%}
    {%- do dbt_wap.flush() -%}
{% endmacro %}

{#
    Atomic: no, every statement commits. The caller puts the record of the change last, and can read from the warehouse
    which statements ran.
#}
{% macro snowflake__execute_statements(statements) %}
    {%- for statement in statements -%} {%- do run_query(statement) -%} {%- endfor -%}
{% endmacro %}
