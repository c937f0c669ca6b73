{#
    Return the INSERT of the approval that a publish needs: running swap_schema by hand approves the last audit, and
    publishing a stale run renews its approval. Empty for a run that is approved. Pure.
#}
{% macro approval_statements(run, context) %}
    {%- if run["status"] == "stale" -%}
        {%- do return([dbt_wap.event_statement(run, "renewed", context, dbt_wap.audit_hashes(run))]) -%}
    {%- elif run["status"] == "awaiting_approval" -%}
        {%- set reason = "swap_schema was run by hand" -%}
        {%- set detail = dbt_wap.approval_detail(run, dbt_wap.rule_of(run), context, reason) -%}
        {%- do return([dbt_wap.event_statement(run, "approved", context, detail)]) -%}
    {%- endif -%}
    {%- do return([]) -%}
{% endmacro %}
