{#
    Refuse (code waiting) an approval by a person whom the rule of the run does not allow. With `alone`, also refuse it
    if the run would then need another approval. Nothing is recorded. Reads only.
#}
{% macro check_may_approve(run, step, context, alone=false) %}
    {%- set failed, again = [], [] -%}
    {%- for each in dbt_wap.approval_conditions(run, context) if not each["holds"] -%}
        {%- if each["name"] in ["approver", "identity", "not_requester"] -%}
            {%- do failed.append(each["text"]) -%}
        {%- elif each["name"] == "first_time" -%} {%- do again.append(each["text"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set rule = dbt_wap.rule_of(run) -%}
    {%- set given = dbt_wap.approvals_of(run, rule) | length + (0 if again else 1) -%}
    {%- set needed = dbt_wap.approvals_needed(run, rule) -%}
    {%- if alone and not failed and given < needed -%}
        {%- do failed.append("it would have only " ~ given ~ " of " ~ dbt_wap.counted(needed, "approval")) -%}
    {%- endif -%}
    {%- if failed -%}
        {%- do dbt_wap.refuse(
            step,
            dbt_wap.actor_of(context) ~ " may not approve " ~ dbt_wap.describe_run(run) ~ ": " ~ failed | join("; ")
            ~ "; nothing was recorded",
            prod=dbt_wap.describe_prod(run),
            next="wap status " ~ run["run_id"],
            code="waiting",
        ) -%}
    {%- endif -%}
{% endmacro %}
