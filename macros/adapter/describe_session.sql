{#
    Where this session works and as whom: {words: for people, fault: why nothing would be left of a run, or none}.
    Reads only.
#}
{% macro describe_session() %}
    {%- do return(adapter.dispatch("describe_session", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__describe_session() %} {%- do dbt_wap.unsupported("describe_session") -%} {% endmacro %}

{# The file; a database without one ends with the process. Atomic: yes, one query. #}
{% macro duckdb__describe_session() %}
    {%- set sql %}
        select path from duckdb_databases() where lower(database_name) = {{ dbt_wap.text_literal(target.database | lower) }}
    {% endset -%}
    {%- for row in dbt_wap.rows_of(sql) if row["path"] -%}
        {%- do return({"words": [row["path"]], "fault": none}) -%}
    {%- endfor -%}
    {%- do return(
        {
            "words": ["in memory"],
            "fault": "keeps its database in memory, where it ends with each command; give it a file, `path: "
            ~ project_name ~ ".duckdb`",
        }
    ) -%}
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
