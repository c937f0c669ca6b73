{# Return true if execute_statements runs all statements or none, DDL included. Pure. #}
{% macro has_atomic_ddl() %} {%- do return(adapter.dispatch("has_atomic_ddl", "dbt_wap")()) -%} {% endmacro %}

{% macro default__has_atomic_ddl() %} {%- do dbt_wap.unsupported("has_atomic_ddl") -%} {% endmacro %}

{# Atomic: yes, reads nothing. #}
{% macro duckdb__has_atomic_ddl() %} {%- do return(true) -%} {% endmacro %}

{# Every DDL statement commits. Atomic: yes, reads nothing. #}
{% macro snowflake__has_atomic_ddl() %} {%- do return(false) -%} {% endmacro %}
