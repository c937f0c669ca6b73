{#
    Drop the archives of all but the newest `keep` published runs (default: var wap_keep). Those runs can no longer be
    rolled back. A run-operation.
#}
{% macro clean(keep=none, context=none) %}
    {%- set keep = dbt_wap.get_var("wap_keep") if keep is none else keep -%}
    {%- set state = dbt_wap.locked_state("clean", context, prod=true) -%}
    {%- set dropped = dbt_wap._drop_old_archives(state, keep | int, context) -%}
    {%- do dbt_wap.end_step(prod=true) -%}
    {%- set count = dbt_wap.counted(dropped | length, "archive schema") -%}
    {%- do dbt_wap.say(count ~ " dropped" ~ (": " if dropped) ~ dropped | join(", ")) -%}
    {%- do dbt_wap.answer(context, {"dropped": dropped}) -%}
{% endmacro %}

{#
    Drop the archive schemas of all but the newest `keep` runs that have one; return their names. state: from get_state.
    For clean and finish_publish.
#}
{% macro _drop_old_archives(state, keep, context) %}
    {%- set kept, dropped, statements = [], [], [] -%}
    {%- for run in state["runs"] if run["status"] in ["published", "rolled_back"] -%}
        {%- set schemas = dbt_wap.archive_schemas_of(run) -%}
        {%- if schemas and kept | length < keep -%} {%- do kept.append(run["run_id"]) -%}
        {%- else -%}
            {%- do dropped.extend(schemas | map(attribute="schema")) -%}
            {%- do statements.extend(dbt_wap.drop_statements(schemas)) -%}
            {%- if schemas -%}
                {%- do statements.append(
                    dbt_wap.event_statement(
                        run, "cleaned", context, {"archives": schemas | map(attribute="schema") | list}
                    )
                ) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if statements -%} {%- do dbt_wap.execute_statements(statements) -%} {%- endif -%}
    {%- do return(dropped) -%}
{% endmacro %}
