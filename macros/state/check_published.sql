{#
    Refuses (code interrupted) when a view that dbt has made again in prod is not the one that was audited. One that has
    the name of a prod schema in a literal cannot be told by its text: there the audit had another name. Reads only.
#}
{% macro check_published(run) %}
    {%- set nodes, built = dbt_wap.nodes_by_key(), dbt_wap.get_results(run["run_id"])["nodes"] -%}
    {%- set prods, views = run["schemas"] | map(attribute="prod") | map("lower") | list, [] -%}
    {%- set audited = dbt_wap.get_fingerprints(run["run_id"], "candidate_at_audit") -%}
    {%- for key, definition in dbt_wap.definitions_in_prod_names(run["schemas"], "prod").items()
        if definition["kind"] == "view" and key in audited and key in nodes and nodes[key].unique_id in built
    -%}
        {%- set texts = modules.re.findall("'(?:[^']|'')*'", definition["body"] | lower) -%}
        {%- set written = dbt_wap.has_copied_clone() and not dbt_wap.hooks_of(nodes[key]) -%}
        {%- if not written and not dbt_wap.names_schema_as_text(texts | join(" "), prods) -%}
            {%- do views.append({"key": key, "body": definition["body"], "name": definition["name"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key, body in dbt_wap.move_views(views, {}).items() if local_md5(body) != audited[key]["hash"] -%}
        {%- set name = audited[key]["schema"] ~ "." ~ audited[key]["name"] -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the view " ~ name ~ " was made from something else than was audited",
            prod="published, but that view is wrong",
            next="wap rollback " ~ run["run_id"],
            code="interrupted",
        ) -%}
    {%- endfor -%}
{% endmacro %}
