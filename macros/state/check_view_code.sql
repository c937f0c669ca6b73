{# Refuses (code interrupted) a view whose code is not what was audited: it would be made again from other code. Pure. #}
{% macro check_view_code(run, node, prod) %}
    {%- set audited = run["options"].get("views", {}).get(node.unique_id) -%}
    {%- if audited and (audited != node.checksum.checksum or node.config.materialized != "view") -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the code of " ~ node.unique_id ~ " is not what was audited; check out " ~ (run["git_sha"] or "it"),
            prod=prod,
            next="wap publish " ~ run["run_id"],
            code="interrupted",
        ) -%}
    {%- endif -%}
{% endmacro %}
