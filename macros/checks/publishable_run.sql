{#
    Return the run to publish: the named one, else the newest that can be published, else the newest. Refuse every
    status that may not reach prod, a candidate of a role that only reads prod, and a publish while another is not
    finished; no flag overrides this. A stale run that is approved is allowed, because the change that made it stale may
    have been undone. Pure.
#}
{% macro publishable_run(state, run, need_approval) %}
    {%- set found = dbt_wap.find_run(state, "publish", run, "publish") -%}
    {%- set passed = found["status"] == "discarded" and found["verdict"] == "pass" -%}
    {%- if found["status"] == "published" or passed -%} {%- do return(found) -%} {%- endif -%}
    {%- do dbt_wap.check_can_act(found, "publish") -%}
    {%- for other in state["runs"] if other["status"] in ["publishing", "publish_interrupted"] -%}
        {%- if other["run_id"] != found["run_id"] -%}
            {%- do dbt_wap.refuse_unfinished("publish", other) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if dbt_wap.reader_fault(found) -%}
        {%- do dbt_wap.refuse(
            "publish",
            dbt_wap.describe_run(found) ~ ": " ~ dbt_wap.reader_fault(found),
            next="wap run, with a role that owns prod",
        ) -%}
    {%- endif -%}
    {%- if found["expired"] -%}
        {%- do dbt_wap.refuse(
            "publish", dbt_wap.describe_run(found) ~ ": " ~ found["reason"], next=found["next"], code="stale"
        ) -%}
    {%- endif -%}
    {%- if found["status"] == "awaiting_approval" -%}
        {%- if need_approval -%}
            {%- set rule = dbt_wap.rule_of(found) -%}
            {%- set given = dbt_wap.approvals_of(found, rule) | length -%}
            {%- set needed = dbt_wap.approvals_needed(found, rule) -%}
            {%- set count = ": it has " ~ given ~ " of " ~ dbt_wap.counted(needed, "approval") if needed > 1 else "" -%}
            {%- do dbt_wap.refuse(
                "publish", dbt_wap.describe_run(found) ~ " is not approved" ~ count, next=found["next"], code="waiting"
            ) -%}
        {%- endif -%}
    {%- else -%} {%- do dbt_wap.check_approval(found) -%}
    {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}
