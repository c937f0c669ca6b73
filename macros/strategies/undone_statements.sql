{#
    The statements that end a rollback once prod is what it was: what the run had published stands under the name of
    its archive with _undone, its audit schemas are gone. `states`: pair_states as they will be after the exchange.
#}
{% macro undone_statements(run, states) %}
    {%- do return(adapter.dispatch("undone_statements", "dbt_wap")(run=run, states=states)) -%}
{% endmacro %}

{% macro default__undone_statements(run, states) %}
    {%- do dbt_wap.unsupported("undone_statements") -%}
{% endmacro %}

{# The exchange has made the schema of what is undone. Atomic: yes, the caller runs them in one transaction. #}
{% macro duckdb__undone_statements(run, states) %}
    {%- set statements = dbt_wap.drop_candidate_statements(run) -%}
    {%- for pair in run["schemas"] -%}
        {%- do statements.append("drop schema " ~ dbt_wap.relation_name(pair["database"], pair["archive"]) ~ " cascade") -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{#
    A rename and two comments a schema; prod keeps the comment that it has. A candidate that is back under its audit name, because the publish had not
    ended, is dropped. Atomic: no, each commits.
#}
{% macro snowflake__undone_statements(run, states) %}
    {%- set schemas = dbt_wap._snowflake_schemas(dbt_wap.databases_of(run["schemas"])) -%}
    {%- set now, statements = dbt_wap.pair_states(run), [] -%}
    {%- for state in states -%}
        {%- set database, candidate = state["database"], state["candidate"] -%}
        {%- if candidate == state["audit"] -%}
            {%- do statements.append("drop schema if exists " ~ dbt_wap.relation_name(database, candidate) ~ " cascade") -%}
        {%- elif candidate in [state["archive"], state["undone"]] -%}
            {%- set holder = now[loop.index0]["candidate"] or state["prod"] -%}
            {%- set own = dbt_wap._snowflake_comment(schemas[dbt_wap.schema_key(database, holder)]["comment"]) -%}
            {%- do statements.extend(dbt_wap._snowflake_hand_over(state, candidate, holder)) -%}
            {%- if candidate == state["archive"] -%}
                {%- do statements.append(
                    "alter schema " ~ dbt_wap.relation_name(database, candidate) ~ " rename to "
                    ~ dbt_wap.relation_name(database, state["undone"])
                ) -%}
            {%- endif -%}
            {%- do statements.append(
                dbt_wap._snowflake_comment_sql(
                    database, state["undone"], dbt_wap._snowflake_comment(own, "undone", run["run_id"])
                )
            ) -%}
            {%- do statements.append(dbt_wap._snowflake_comment_sql(database, state["prod"], own)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
