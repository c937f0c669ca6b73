{#
    Prepare the session for a step, so that the warehouse shows which run and step a statement belongs to. Changes only
    the session.
#}
{% macro prepare_session(step, run_id) %}
    {%- do adapter.dispatch("prepare_session", "dbt_wap")(step=step, run_id=run_id) -%}
{% endmacro %}

{% macro default__prepare_session(step, run_id) %}
    {%- do dbt_wap.unsupported("prepare_session") -%}
{% endmacro %}

{# DuckDB has nothing to set. Atomic: yes, does nothing. #}
{% macro duckdb__prepare_session(step, run_id) %} {% endmacro %}

{#
    Set the query tag, turn off the result cache, wait one minute for a lock instead of half a day, and let a statement
    finish if the connection is lost. Atomic: yes, one ALTER SESSION.
#}
{% macro snowflake__prepare_session(step, run_id) %}
    {%- set tag = tojson({"dbt_wap": {"project": project_name, "run_id": run_id, "step": step}}) -%}
    {%- set sql %}
        alter session set query_tag = {{ dbt_wap.text_literal(tag) }}, use_cached_result = false,
            lock_timeout = 60, abort_detached_query = false
    {% endset -%}
    {%- do run_query(sql) -%}
{% endmacro %}
