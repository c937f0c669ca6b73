{#
    Where this session works and as whom: {words: for people, fault: why nothing would be left of a run, or none}.
    Reads only.
#}
{% macro describe_session() %}
    {%- do return(adapter.dispatch("describe_session", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__describe_session() %} {%- do dbt_wap.unsupported("describe_session") -%} {% endmacro %}

{# The file; a database of DuckDB's own without one ends with the process. Atomic: yes, one query. #}
{% macro duckdb__describe_session() %}
    {#- DuckDB gives a database in memory a name of its own: then it is the current one. -#}
    {%- set wanted = dbt_wap.text_literal(target.database | lower) -%}
    {%- set sql %}
        select path, type
        from duckdb_databases()
        where lower(database_name) = {{ wanted }} or database_name = current_database()
        order by lower(database_name) = {{ wanted }} desc
    {% endset -%}
    {%- set found = dbt_wap.rows_of(sql) -%}
    {%- if found and not found[0]["path"] and found[0]["type"] == "duckdb" -%}
        {%- set what = "keeps its database in memory, where it ends with each command; give it a file, " -%}
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
