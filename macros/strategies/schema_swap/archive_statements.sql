{#
    Dynamic tables go on refreshing in prod, and rest in the archive. A rename and two comments a schema; the mark
    of the archive is set before prod's is taken away. Atomic: no, each commits.
#}
{% macro snowflake__schema_swap__archive_statements(run, states) %}
    {%- set schemas = dbt_wap._snowflake_schemas(dbt_wap.databases_of(run["schemas"])) -%}
    {%- set statements = [] -%}
    {%- for state in states if state["swapped"] -%}
        {%- set database, old = state["database"], state["old"] -%}
        {%- set comment = schemas[dbt_wap.schema_key(database, old or state["prod"])]["comment"] -%}
        {%- if old -%}
            {%- do statements.extend(dbt_wap._snowflake_hand_over(state, old, old)) -%}
        {%- endif -%}
        {%- if old == state["audit"] -%}
            {%- do statements.append(
                "alter schema " ~ dbt_wap.relation_name(database, old) ~ " rename to "
                ~ dbt_wap.relation_name(database, state["archive"])
            ) -%}
        {%- endif -%}
        {%- if old -%}
            {%- do statements.append(
                dbt_wap._snowflake_comment_sql(
                    database, state["archive"], dbt_wap._snowflake_comment(comment, "archive", run["run_id"])
                )
            ) -%}
        {%- endif -%}
        {%- do statements.append(
            dbt_wap._snowflake_comment_sql(database, state["prod"], dbt_wap._snowflake_comment(comment))
        ) -%}
    {%- endfor -%}
    {%- do return(statements + dbt_wap.drop_candidate_statements(run, states)) -%}
{% endmacro %}

{#
    A clone of a dynamic table rests. Those that refresh in one schema rest from now on, and their twins in prod
    refresh. state: of one pair, as it will be; resting: the schema in which they are to rest; now: where that
    schema is now.
#}
{% macro _snowflake_hand_over(state, resting, now) %}
    {%- set database, prod = state["database"], state["prod"] -%}
    {%- set other = resting if now == prod else prod -%}
    {%- set states, statements = {now: {}, other: {}}, [] -%}
    {%- for row in dbt_wap.rows_of("show dynamic tables in database " ~ dbt_wap.identifier(database)) if row["schema_name"] in states -%}
        {%- do states[row["schema_name"]].update({row["name"]: row["scheduling_state"] | upper}) -%}
    {%- endfor -%}
    {%- for name, is in states[now].items() if is != "SUSPENDED" -%}
        {%- if states[other].get(name) == "SUSPENDED" -%}
            {%- do statements.append("alter dynamic table " ~ dbt_wap.relation_name(database, prod, name) ~ " resume") -%}
        {%- endif -%}
        {%- do statements.append("alter dynamic table " ~ dbt_wap.relation_name(database, resting, name) ~ " suspend") -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
