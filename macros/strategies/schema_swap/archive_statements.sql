{#
    One rename and two comments per schema. The archive gets its mark before prod loses its own. Dynamic tables keep
    refreshing in prod and are suspended in the archive. Atomic: no, every statement commits.
#}
{% macro snowflake__schema_swap__archive_statements(run, states) %}
    {%- set schemas = dbt_wap._snowflake_schemas_of(run["schemas"]) -%}
    {%- set statements, scheduling = [], dbt_wap._snowflake_scheduling(states) -%}
    {%- for state in states if state["swapped"] -%}
        {%- set database, old, archive = state["database"], state["old"], state["archive"] -%}
        {%- set comment = schemas[dbt_wap.schema_key(database, old or state["prod"])]["comment"] -%}
        {%- set own = dbt_wap._snowflake_comment(comment) -%}
        {%- if old -%}
            {%- do statements.extend(dbt_wap._snowflake_hand_over(state, old, old, scheduling)) -%}
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
    Return the dynamic tables in all schemas of a run: {schema key: {name: scheduling state}}. Ask SHOW only if the
    catalog lists one. Reads only.
#}
{% macro _snowflake_scheduling(pairs) %}
    {%- set places, found = [], {} -%}
    {%- for side in ["prod", "audit", "archive", "undone"] if pairs and side in pairs[0] -%}
        {%- do places.extend(dbt_wap.locate(pairs, side)) -%}
    {%- endfor -%}
    {%- set dynamic = dbt_wap.list_relations(places) | selectattr("kind", "equalto", "dynamic table") | list -%}
    {%- for table in dbt_wap._snowflake_objects(dbt_wap.databases_of(dynamic), ["dynamic table"]) -%}
        {%- set key = dbt_wap.schema_key(table["database"], table["schema"]) -%}
        {%- do found.setdefault(key, {}).update({table["name"]: table["row"]["scheduling_state"] | upper}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Build the statements that suspend the dynamic tables of one schema and resume those of the same name in the other.
    In a clone they start out suspended. state: a pair as it will be; resting: the schema in which to suspend them; now:
    the current name of that schema; scheduling: from _snowflake_scheduling. Pure.
#}
{% macro _snowflake_hand_over(state, resting, now, scheduling) %}
    {%- set database, prod, statements = state["database"], state["prod"], [] -%}
    {%- set other = dbt_wap.schema_key(database, resting if now == prod else prod) -%}
    {%- for name, scheduled in scheduling.get(dbt_wap.schema_key(database, now), {}).items()
        if scheduled != "SUSPENDED"
    -%}
        {%- if scheduling.get(other, {}).get(name) == "SUSPENDED" -%}
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
