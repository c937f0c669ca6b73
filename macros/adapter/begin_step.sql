{# Prepares the session for a step: the warehouse can tell which run and step a statement is of. Changes nothing but the session. #}
{% macro begin_step(step, run_id=none) %}
    {%- do adapter.dispatch("begin_step", "dbt_wap")(step=step, run_id=run_id) -%}
{% endmacro %}

{% macro default__begin_step(step, run_id) %} {%- do dbt_wap.unsupported("begin_step") -%} {% endmacro %}

{# There is nothing to set. Atomic: yes, does nothing. #}
{% macro duckdb__begin_step(step, run_id) %} {% endmacro %}

{#
    Query tag; no answers from the result cache; a lock is waited for a minute, not half a day; a statement that runs
    when the connection is lost goes on to its end. Atomic: yes, one ALTER SESSION.
#}
{% macro snowflake__begin_step(step, run_id) %}
    {%- set tag = tojson({"dbt_wap": {"project": project_name, "run_id": run_id, "step": step}}) -%}
    {%- do run_query(
        "alter session set query_tag = " ~ dbt_wap.text_literal(tag)
        ~ ", use_cached_result = false, lock_timeout = 60, abort_detached_query = false"
    ) -%}
    {%- do dbt_wap._snowflake_check_session() -%}
{% endmacro %}

{# Refuses a session in which quoted names lose their case: names that need their case would be others. #}
{% macro _snowflake_check_session() %}
    {%- if dbt_wap._snowflake_ignores_case() -%}
        {%- set names = [] -%}
        {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) -%}
            {%- set place = dbt_wap.stored_place_of(node) -%}
            {%- for name in place.values() if name and name != name | upper and name not in names -%}
                {%- do names.append(name) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if names -%}
            {%- do dbt_wap.refuse(
                "session",
                "QUOTED_IDENTIFIERS_IGNORE_CASE is TRUE, and the project has names that need their case: " ~ names | join(", "),
                next="wap doctor, once it is FALSE for this user",
            ) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# True in a session in which quoted names lose their case. #}
{% macro _snowflake_ignores_case() %}
    {%- set rows = dbt_wap.rows_of("show parameters like 'QUOTED_IDENTIFIERS_IGNORE_CASE' in session") -%}
    {%- do return(rows and rows[0]["value"] | string | lower == "true") -%}
{% endmacro %}
