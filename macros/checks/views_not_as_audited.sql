{#
    Return the views that dbt rebuilt in prod and that differ from the audited ones, as {relation key: name}. If the
    candidate no longer exists, compare fingerprints, which cannot judge a view that has the name of a prod schema in a
    string, because in the audit it had the name of the audit schema. Reads only.
#}
{% macro views_not_as_audited(run) %}
    {%- set audited, views, found = dbt_wap._audited_hashes(run), [], {} -%}
    {%- if not audited -%} {%- do return({}) -%} {%- endif -%}
    {%- set nodes, prods = dbt_wap.nodes_by_key(), run["schemas"] | map(attribute="prod") | map("lower") | list -%}
    {%- set built = dbt_wap.get_results(run)["nodes"] -%}
    {%- for key, definition in dbt_wap.definitions_in_prod_names(run["schemas"], "prod").items()
        if definition["kind"] == "view" and key in audited and key in nodes and nodes[key].unique_id in built
    -%}
        {%- set texts = modules.re.findall("'(?:[^']|'')*'", definition["body"] | lower) | join(" ") -%}
        {%- if dbt_wap.strategy_traits()["views"] == "written" or not dbt_wap.has_name_in_text(texts, prods) -%}
            {%- do views.append({"key": key, "body": definition["body"], "node": nodes[key]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set moved = dbt_wap.move_views(views, {}) -%}
    {%- for view in views if local_md5(dbt_wap.comparable_body(moved[view["key"]])) not in audited[view["key"]] -%}
        {%- do found.update({view["key"]: view["node"].schema ~ "." ~ (view["node"].alias or view["node"].name)}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Return the hashes that are valid for each view that dbt may have rebuilt, as {relation key: [hash of the definition
    with prod names]}. A view with the name of an audit schema in a string has two, because the string may or may not be
    meant as the schema.
#}
{% macro _audited_hashes(run) %}
    {%- set hashes, schemas = {}, {} -%}
    {%- if dbt_wap.strategy_traits()["views"] != "written" -%}
        {%- set entries = dbt_wap.get_fingerprints(run, "candidate_at_audit") -%}
        {%- for key, entry in entries.items() if entry["kind"] == "view" -%}
            {%- do hashes.update({key: [entry["hash"]]}) -%}
        {%- endfor -%}
        {%- do return(hashes) -%}
    {%- endif -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set keys = dbt_wap.keys_to_rebuild(run, "audit") -%}
    {%- set definitions = dbt_wap.definitions_in_prod_names(run["schemas"], "audit") if keys else {} -%}
    {%- for key in keys if key in definitions -%}
        {%- set body = definitions[key]["body"] -%}
        {%- set moved = dbt_wap.rename_in_texts(body, modules.re.findall("'(?:[^']|'')*'", body), schemas) -%}
        {%- set forms = [local_md5(dbt_wap.comparable_body(moved)), local_md5(dbt_wap.comparable_body(body))] -%}
        {%- do hashes.update({key: forms}) -%}
    {%- endfor -%}
    {%- do return(hashes) -%}
{% endmacro %}
