{#
    Return true if the candidate of an environment may be dropped: it needs approval or is approved and expired, or its
    run failed, was blocked or rejected, is stale or was never audited, and had its last event `wap_expire_hours` ago.
    Pure.
#}
{% macro is_lapsed(run) %}
    {%- set kept = ["awaiting_approval", "approved", "publishing", "publish_interrupted"] -%}
    {%- set kept = kept + ["published", "rolled_back", "discarded"] -%}
    {%- if not run["env"] or run["status"] in kept -%} {%- do return(false) -%} {%- endif -%}
    {%- set since = dbt_wap.utc_now(plus_hours=-1 * dbt_wap.get_var("wap_expire_hours")) -%}
    {%- do return(run["expired"] or run["events"][-1]["at"] < since) -%}
{% endmacro %}
