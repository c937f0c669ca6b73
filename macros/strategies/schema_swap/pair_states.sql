{#
    The comment of a schema says what it is, and moves with it when the schema is swapped or renamed: `[dbt-wap
    candidate <run>]`, `[dbt-wap archive <run>]` (prod before that run), `[dbt-wap undone <run>]`. So the state is
    always read from the warehouse. Atomic: yes, one SHOW per database.
#}
{% macro snowflake__schema_swap__pair_states(run) %}
    {%- set schemas = dbt_wap._snowflake_schemas_of(run["schemas"]) -%}
    {%- set states = [] -%}
    {%- for pair in run["schemas"] -%}
        {%- set undone = dbt_wap.archive_schema_name(pair["prod"], run["run_id"], undone=true) -%}
        {%- set state = dict(pair, swapped=false, candidate=none, old=none, undone=undone) -%}
        {%- set marks = {} -%}
        {%- for name in [pair["audit"], pair["prod"], pair["archive"], undone] -%}
            {%- set schema = schemas.get(dbt_wap.schema_key(pair["database"], name)) -%}
            {%- if schema -%}
                {%- do marks.update({name: dbt_wap._snowflake_mark(schema["comment"], run["run_id"])}) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for name, mark in marks.items() -%}
            {%- if mark == "candidate" or name == undone -%}
                {%- do state.update({"candidate": name}) -%}
            {%- endif -%}
            {%- if mark == "archive" -%} {%- do state.update({"old": name}) -%} {%- endif -%}
        {%- endfor -%}
        {%- do dbt_wap._snowflake_infer(state, marks) -%}
        {%- do states.append(state) -%}
    {%- endfor -%}
    {%- do return(states) -%}
{% endmacro %}

{# Infer where both schemas are if only one has a mark: the other is under the other name. Updates `state`. Pure. #}
{% macro _snowflake_infer(state, marks) %}
    {%- set prod, audit, archive = state["prod"], state["audit"], state["archive"] -%}
    {%- if state["candidate"] == prod and not state["old"] -%}
        {%- do state.update({"old": audit if audit in marks else (archive if archive in marks else none)}) -%}
    {%- elif state["old"] == archive and not state["candidate"] -%}
        {%- do state.update({"candidate": prod}) -%}
    {%- elif state["old"] == prod and not state["candidate"] -%}
        {%- do state.update({"candidate": archive if archive in marks else none}) -%}
    {%- elif state["candidate"] == audit and prod in marks -%} {%- do state.update({"old": prod}) -%}
    {%- endif -%}
    {%- do state.update({"swapped": state["candidate"] == prod}) -%}
{% endmacro %}
