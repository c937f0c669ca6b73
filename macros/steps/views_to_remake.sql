{#
    The views that this run made or changed, as unique ids: after the swap dbt makes them once more under
    prod's names, from its own SQL and configs. Refuses when their code is not what was audited. Reads only.
#}
{% macro views_to_remake(run) %}
    {%- set nodes = dbt_wap.nodes_by_key() -%}
    {%- set views = [] -%}
    {%- for entry in dbt_wap.get_report(run["run_id"])["relations"]
        if entry["kind"] == "view" and entry["publish"] in ["create", "replace"]
    -%}
        {%- set node = nodes.get(dbt_wap.relation_key(entry["schema"], entry["name"])) -%}
        {%- if node -%}
            {%- set audited = run["options"].get("views", {}).get(node.unique_id) -%}
            {%- if audited and (audited != node.checksum.checksum or node.config.materialized != "view") -%}
                {%- do dbt_wap.refuse(
                    "publish",
                    "the code of " ~ node.unique_id ~ " is not what was audited; check out " ~ (run["git_sha"] or "it"),
                    prod="published, its views as audited",
                    next="wap publish " ~ run["run_id"],
                    code="interrupted",
                ) -%}
            {%- endif -%}
            {%- do views.append(node.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(views) -%}
{% endmacro %}
