{#
    Drops the archive schemas of all but the newest `keep` runs that have one; returns the names. What an archive
    held cannot be rolled back to any more. Of clean and finish_publish.
#}
{% macro drop_old_archives(keep, context) %}
    {%- set state = dbt_wap.get_state(1000) -%}
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
