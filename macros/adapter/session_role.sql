{# Return the role of the session, or none if the engine has no roles. Reads only. #}
{% macro session_role() %} {%- do return(adapter.dispatch("session_role", "dbt_wap")()) -%} {% endmacro %}

{% macro default__session_role() %} {%- do dbt_wap.unsupported("session_role") -%} {% endmacro %}

{# DuckDB has no roles. Atomic: yes, reads nothing. #}
{% macro duckdb__session_role() %} {%- do return(none) -%} {% endmacro %}

{# Atomic: yes, one query. #}
{% macro snowflake__session_role() %}
    {%- do return(dbt_wap.rows_of("select current_role() as role")[0]["role"]) -%}
{% endmacro %}
