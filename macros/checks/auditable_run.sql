{#
    The run that an audit acts on: named, or the newest one whose candidate can be audited. Refuses a run whose
    candidate is gone or is being published, and named schemas that are not the run's. Reads only.
#}
{% macro auditable_run(state, step, run, source_schema=none, target_schema=none) %}
    {%- set found = dbt_wap.find_run(state, step, run, "audit") -%}
    {%- do dbt_wap.check_can_act(found, "audit") -%}
    {%- if "preparing" in found["events"] | map(attribute="event") | list -%}
        {%- do dbt_wap.refuse(
            step,
            dbt_wap.describe_run(found) ~ " has views that were made for prod already, so the candidate reads prod",
            next="wap publish " ~ found["run_id"] ~ ", or wap run --supersede",
            code="stale",
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.check_named_schemas(found, step, source_schema, target_schema) -%}
    {%- do return(found) -%}
{% endmacro %}
