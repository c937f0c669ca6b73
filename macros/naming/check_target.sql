{#
    Refuses to publish a run through another target than the one it was made for: the views would be made under other
    names. The audit target counts as the same. Pure.
#}
{% macro check_target(run) %}
    {%- set same = [run["target"], dbt_wap.get_var("wap_audit_target")] -%}
    {%- if target.name not in same and run["target"] != dbt_wap.get_var("wap_audit_target") -%}
        {%- do dbt_wap.refuse(
            "publish",
            dbt_wap.describe_run(run) ~ " was made for the target " ~ run["target"] ~ ", this is " ~ target.name,
            next="wap publish " ~ run["run_id"] ~ " --target " ~ run["target"],
        ) -%}
    {%- endif -%}
{% endmacro %}
