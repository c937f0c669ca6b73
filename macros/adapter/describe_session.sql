{#
    Return a description of this session: {words: text for people, fault: why the database would not keep a run, or
    none}. Reads only.
#}
{% macro describe_session() %}
    {%- do return(adapter.dispatch("describe_session", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__describe_session() %} {%- do dbt_wap.unsupported("describe_session") -%} {% endmacro %}

{#
    Return the path of the database file. A DuckDB database without a file ends with the process. Atomic: yes, one
    query.
#}
{% macro duckdb__describe_session() %}
    {#- DuckDB chooses the name of an in-memory database, so look at the current database too. -#}
    {%- set wanted = dbt_wap.text_literal(target.database | lower) -%}
    {%- set sql %}
        select path, type
        from duckdb_databases()
        where lower(database_name) = {{ wanted }} or database_name = current_database()
        order by lower(database_name) = {{ wanted }} desc
    {% endset -%}
    {%- set found = dbt_wap.rows_of(sql) -%}
    {%- if found and not found[0]["path"] and found[0]["type"] == "duckdb" -%}
        {%- set what = "uses an in-memory database, which is lost after each command; use a file instead, " -%}
        {%- do return({"words": ["in memory"], "fault": what ~ "`path: " ~ project_name ~ ".duckdb`"}) -%}
    {%- endif -%}
    {%- do return({"words": [found[0]["path"] if found else target.database], "fault": none}) -%}
{% endmacro %}

{# Atomic: yes, one query. #}
{% macro snowflake__describe_session() %}
    {%- set sql %}
        select current_user() as user, current_role() as role, current_warehouse() as warehouse
    {% endset -%}
    {%- set row = dbt_wap.rows_of(sql)[0] -%}
    {%- set words = ["database " ~ target.database] -%}
    {%- for name in ["user", "role", "warehouse"] -%}
        {%- do words.append(name ~ " " ~ row[name] if row[name] else "no " ~ name) -%}
    {%- endfor -%}
    {%- do return({"words": words, "fault": none}) -%}
{% endmacro %}
