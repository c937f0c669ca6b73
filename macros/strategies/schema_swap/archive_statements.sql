{#
    One rename and two comments per schema. The archive gets its mark before prod loses its own. Dynamic tables keep
    refreshing in prod and are suspended in the archive. Atomic: no, every statement commits.
#}
{% macro snowflake__schema_swap__archive_statements(run, states) %}
    {%- set schemas = dbt_wap._snowflake_schemas_of(run["schemas"]) -%}
    {%- set statements = [] -%}
    {%- for state in states if state["swapped"] -%}
        {%- set database, old, archive = state["database"], state["old"], state["archive"] -%}
        {%- set comment = schemas[dbt_wap.schema_key(database, old or state["prod"])]["comment"] -%}
        {%- set own = dbt_wap._snowflake_comment(comment) -%}
        {%- if old -%}
            {%- do statements.extend(dbt_wap._snowflake_hand_over(state, old, old)) -%}
        {%- endif -%}
        {%- if old == state["audit"] -%}
            {%- do statements.append(dbt_wap._snowflake_rename_sql(database, old, archive)) -%}
        {%- endif -%}
        {%- if old -%}
            {%- set marked = dbt_wap._snowflake_comment(comment, "archive", run["run_id"]) -%}
            {%- do statements.append(dbt_wap._snowflake_comment_sql(database, archive, marked)) -%}
        {%- endif -%}
        {%- do statements.append(dbt_wap._snowflake_comment_sql(database, state["prod"], own)) -%}
    {%- endfor -%}
    {%- do return(statements + dbt_wap.drop_candidate_statements(run, states)) -%}
{% endmacro %}

{#
    Build the statements that suspend the dynamic tables of one schema and resume those of the same name in the other.
    In a clone they start out suspended. state: a pair as it will be; resting: the schema in which to suspend them; now:
    the current name of that schema. Reads only.
#}
{% macro _snowflake_hand_over(state, resting, now) %}
    {%- set database, prod = state["database"], state["prod"] -%}
    {%- set other = resting if now == prod else prod -%}
    {%- set found, statements = {now: {}, other: {}}, [] -%}
    {%- for row in dbt_wap.rows_of(dbt_wap._snowflake_show_sql("dynamic table", database)) -%}
        {%- if row["schema_name"] in found -%}
            {%- do found[row["schema_name"]].update({row["name"]: row["scheduling_state"] | upper}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, scheduling in found[now].items() if scheduling != "SUSPENDED" -%}
        {%- if found[other].get(name) == "SUSPENDED" -%}
            {%- set table = dbt_wap.relation_name(database, prod, name) -%}
            {%- do statements.append(dbt_wap._snowflake_scheduling_sql(table, "resume")) -%}
        {%- endif -%}
        {%- set table = dbt_wap.relation_name(database, resting, name) -%}
        {%- do statements.append(dbt_wap._snowflake_scheduling_sql(table, "suspend")) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{% macro _snowflake_scheduling_sql(table, action) -%}
    alter dynamic table {{ table }} {{ action }}
{%- endmacro %}
