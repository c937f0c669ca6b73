{# Return where the session looks for a name without a schema: {database, schema}. Reads only. #}
{% macro session_place(database) %}
    {%- do return(adapter.dispatch("session_place", "dbt_wap")(database=database)) -%}
{% endmacro %}

{% macro default__session_place(database) %} {%- do dbt_wap.unsupported("session_place") -%} {% endmacro %}

{# Atomic: yes, asks the session. #}
{% macro duckdb__session_place(database) %}
    {%- do return(dbt_wap.rows_of("select current_database() as database, current_schema() as schema")[0]) -%}
{% endmacro %}

{# The schema of the target. Atomic: yes, reads nothing. #}
{% macro snowflake__session_place(database) %}
    {%- do return({"database": database, "schema": dbt_wap.stored_as_typed(target.schema)}) -%}
{% endmacro %}
