{#
    Return the warehouse's own time as a string for Time Travel queries, or none if the engine has no Time Travel. Reads
    only.
#}
{% macro warehouse_time() %} {%- do return(adapter.dispatch("warehouse_time", "dbt_wap")()) -%} {% endmacro %}

{% macro default__warehouse_time() %} {%- do dbt_wap.unsupported("warehouse_time") -%} {% endmacro %}

{# DuckDB has no Time Travel. Atomic: yes, reads nothing. #}
{% macro duckdb__warehouse_time() %} {%- do return(none) -%} {% endmacro %}

{# Include the time zone; a cast would otherwise take the time for UTC. Atomic: yes, one query. #}
{% macro snowflake__warehouse_time() %}
    {%- do return(dbt_wap.rows_of(dbt_wap._snowflake_time_sql())[0]["now"]) -%}
{% endmacro %}

{% macro _snowflake_time_sql() %}
    select to_varchar(current_timestamp()::timestamp_ltz, 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM') as now
{% endmacro %}
