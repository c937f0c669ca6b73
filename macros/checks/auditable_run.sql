{#
    Return the run to audit: the named one, or the newest whose candidate can be audited. Refuse a run without a
    candidate, a run that is being published, and `source_schema` and `target_schema` that are not the pair of the run.
    Reads only.
#}
{% macro auditable_run(state, step, run, source_schema=none, target_schema=none) %}
    {%- set found = dbt_wap.find_run(state, step, run, "audit") -%}
    {%- do dbt_wap.check_can_act(found, "audit") -%}
    {%- if "preparing" in found["events"] | map(attribute="event") | list -%}
        {%- do dbt_wap.refuse(
            step,
            "the views of " ~ dbt_wap.describe_run(found) ~ " already read prod, so it can no longer be audited",
            next="wap publish " ~ found["run_id"] ~ ", or " ~ dbt_wap.run_command(found, " --supersede"),
            code="stale",
        ) -%}
    {%- endif -%}
    {%- do dbt_wap.check_named_schemas(found, step, source_schema, target_schema) -%}
    {%- do return(found) -%}
{% endmacro %}
