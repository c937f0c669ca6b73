{# The role by which the session acts, or none where there are no roles. Reads only. #}
{% macro session_role() %} {%- do return(adapter.dispatch("session_role", "dbt_wap")()) -%} {% endmacro %}

{% macro default__session_role() %} {%- do dbt_wap.unsupported("session_role") -%} {% endmacro %}

{# There are no roles. Atomic: yes, reads nothing. #}
{% macro duckdb__session_role() %} {%- do return(none) -%} {% endmacro %}

{# Atomic: yes, one query. #}
{% macro snowflake__session_role() %}
    {%- do return(dbt_wap.rows_of("select current_role() as role")[0]["role"]) -%}
{% endmacro %}
