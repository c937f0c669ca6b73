{#
    Refuse an audit build before it builds anything, unless a run is open and every selected node will be built in an
    audit schema of that run. Takes the lock. Does nothing outside audit mode. An on-run-start hook of the package.
#}
{% macro preflight() %}
    {%- if execute and dbt_wap.is_audit() -%}
        {%- set project = dbt_wap.project_facts() -%}
        {%- do dbt_wap.check_reserved(project) -%}
        {%- do dbt_wap.check_naming(selected_resources, project) -%}
        {%- do dbt_wap.check_sources(selected_resources, project) -%}
        {%- set run = dbt_wap.find_run(dbt_wap.get_state(), "preflight", or_none=true) -%}
        {%- if not run or run["damage"] or run["status"] not in ["writing", "audit_failed", "failed"] -%}
            {%- do dbt_wap.refuse(
                "preflight",
                "project " ~ project_name ~ " has no run that is open for writing"
                ~ (": " ~ dbt_wap.describe_run(run) if run else ""),
                next="dbt run-operation clone_schema",
                code="locked" if run and run["status"] in ["awaiting_approval", "approved"] else "config",
            ) -%}
        {%- endif -%}
        {%- set audits = dbt_wap.place_keys(run["schemas"], "audit") -%}
        {%- for unique_id in selected_resources if unique_id in project["nodes"] -%}
            {%- set node = graph.nodes[unique_id] -%}
            {%- if project["nodes"][unique_id]["place"]["here_key"] not in audits -%}
                {%- do dbt_wap.refuse(
                    "preflight",
                    node.unique_id ~ " would be built in " ~ node.schema ~ ", which is not an audit schema of run "
                    ~ run["run_id"] ~ " (" ~ run["schemas"] | map(attribute="audit") | join(", ") ~ ")",
                    next="wap run, which builds with the prod target; or use the same schema in both targets",
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do dbt_wap.keep_lock("preflight") -%}
        {%- do dbt_wap.check_remembered_places(run, selected_resources) -%}
        {%- do dbt_wap.flush() -%}
    {%- endif -%}
{% endmacro %}
