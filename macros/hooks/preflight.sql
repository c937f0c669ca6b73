{#
    on-run-start hook of the package: in the audit mode, refuses before anything is built unless a run is open and every
    selected node lands in an audit schema of it. Elsewhere it does nothing.
#}
{% macro preflight() %}
    {%- if execute and dbt_wap.is_audit() -%}
        {%- do dbt_wap.check_reserved() -%}
        {%- do dbt_wap.check_naming(selected_resources) -%}
        {%- do dbt_wap.check_sources(selected_resources) -%}
        {%- set run = dbt_wap.find_run(dbt_wap.get_state(5), "preflight", or_none=true) -%}
        {%- if not run or run["damage"] or run["status"] not in ["writing", "audit_failed", "failed"] -%}
            {%- do dbt_wap.refuse(
                "preflight",
                "no candidate of project " ~ project_name ~ " is open for writing"
                ~ (": " ~ dbt_wap.describe_run(run) if run else ""),
                next="dbt run-operation clone_schema",
                code="locked" if run and run["status"] in ["awaiting_approval", "approved"] else "config",
            ) -%}
        {%- endif -%}
        {%- set audits = dbt_wap.place_keys(run["schemas"], "audit") -%}
        {%- for node in dbt_wap.selected_nodes(selected_resources) if dbt_wap.is_relational(node) -%}
            {%- set place = dbt_wap.stored_place_of(node) -%}
            {%- if dbt_wap.schema_key(place["database"], place["schema"]) not in audits -%}
                {%- do dbt_wap.refuse(
                    "preflight",
                    node.unique_id ~ " would be built in " ~ node.schema ~ "; the candidate of run " ~ run["run_id"]
                    ~ " has the schemas " ~ run["schemas"] | map(attribute="audit") | join(", "),
                    next="wap run, which builds with the prod target; or give both targets one schema",
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do dbt_wap.check_remembered_places(run, selected_resources) -%}
        {%- do dbt_wap.hold_lock("preflight") -%}
        {%- do dbt_wap.flush() -%}
    {%- endif -%}
{% endmacro %}
