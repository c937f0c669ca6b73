{#
    Return the role of the session, or none if the engine has no roles. places: with `seen` (see fresh_reads), if the
    caller has some. Reads only.
#}
{% macro session_role(places=[]) %}
    {%- do return(adapter.dispatch("session_role", "dbt_wap")(places=places)) -%}
{% endmacro %}

{% macro default__session_role(places) %} {%- do dbt_wap.unsupported("session_role") -%} {% endmacro %}

{# DuckDB has no roles. Atomic: yes, reads nothing. #}
{% macro duckdb__session_role(places) %} {%- do return(none) -%} {% endmacro %}

{# Atomic: yes, one query. #}
{% macro snowflake__session_role(places) %}
    {%- set seen = dbt_wap._snowflake_seen(places) -%}
    {%- if seen -%} {%- do dbt_wap._snowflake_look(seen) -%} {%- do return(seen["role"]) -%} {%- endif -%}
    {%- do return(dbt_wap.rows_of(dbt_wap._snowflake_role_sql())[0]["role"]) -%}
{% endmacro %}

{% macro _snowflake_role_sql() %} select current_role() as role {% endmacro %}
