{#
    The INSERT that a publish needs before it begins: swap_schema typed by hand is an approval of the last audit, and
    the publish of a stale run renews the one that it had; none for a run that is approved. Pure.
#}
{% macro approval_statements(run, context) %}
    {%- if run["status"] == "stale" -%}
        {%- do return([dbt_wap.event_statement(run, "renewed", context, dbt_wap.audit_hashes(run))]) -%}
    {%- elif run["status"] == "awaiting_approval" -%}
        {%- set detail = dict(dbt_wap.audit_hashes(run), reason="swap_schema was typed by hand") -%}
        {%- do return([dbt_wap.event_statement(run, "approved", context, detail)]) -%}
    {%- endif -%}
    {%- do return([]) -%}
{% endmacro %}
