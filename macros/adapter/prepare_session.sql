{# Prepares the session for a step: the warehouse can tell which run and step a statement is of. #}
{% macro prepare_session(step, run_id) %}
    {%- do adapter.dispatch("prepare_session", "dbt_wap")(step=step, run_id=run_id) -%}
{% endmacro %}

{% macro default__prepare_session(step, run_id) %}
    {%- do dbt_wap.unsupported("prepare_session") -%}
{% endmacro %}

{# There is nothing to set. Atomic: yes, does nothing. #}
{% macro duckdb__prepare_session(step, run_id) %} {% endmacro %}

{#
    Query tag; no answers from the result cache; a lock is waited for a minute, not half a day; a statement that runs
    when the connection is lost goes on to its end. Atomic: yes, one ALTER SESSION.
#}
{% macro snowflake__prepare_session(step, run_id) %}
    {%- set tag = tojson({"dbt_wap": {"project": project_name, "run_id": run_id, "step": step}}) -%}
    {%- set sql %}
        alter session set query_tag = {{ dbt_wap.text_literal(tag) }}, use_cached_result = false,
            lock_timeout = 60, abort_detached_query = false
    {% endset -%}
    {%- do run_query(sql) -%}
{% endmacro %}
