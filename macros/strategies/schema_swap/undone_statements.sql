{#
    One rename and two comments per schema. Prod keeps the comment that it has. A candidate that is under its audit name
    again, because the publish did not finish, is dropped. Atomic: no, every statement commits.
#}
{% macro snowflake__schema_swap__undone_statements(run, states) %}
    {%- set schemas = dbt_wap._snowflake_schemas_of(run["schemas"]) -%}
    {%- set now, statements, scheduling = dbt_wap.pair_states(run), [], dbt_wap._snowflake_scheduling(states) -%}
    {%- for state in states -%}
        {%- set database, candidate, undone = state["database"], state["candidate"], state["undone"] -%}
        {%- if candidate == state["audit"] -%}
            {%- do statements.extend(dbt_wap.drop_statements(dbt_wap.locate([state], "audit"))) -%}
        {%- elif candidate in [state["archive"], undone] -%}
            {%- set holder = now[loop.index0]["candidate"] or state["prod"] -%}
            {%- set own = dbt_wap._snowflake_comment(schemas[dbt_wap.schema_key(database, holder)]["comment"]) -%}
            {%- set marked = dbt_wap._snowflake_comment(own, "undone", run["run_id"]) -%}
            {%- do statements.extend(dbt_wap._snowflake_hand_over(state, candidate, holder, scheduling)) -%}
            {%- if candidate == state["archive"] -%}
                {%- do statements.append(dbt_wap._snowflake_rename_sql(database, candidate, undone)) -%}
            {%- endif -%}
            {%- do statements.append(dbt_wap._snowflake_comment_sql(database, undone, marked)) -%}
            {%- do statements.append(dbt_wap._snowflake_comment_sql(database, state["prod"], own)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
