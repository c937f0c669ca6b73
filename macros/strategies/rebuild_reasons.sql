{#
    Return why dbt has to build a view a second time at publish, under prod's names: {relation key: reason}. If the
    exchange writes the audited views itself, these are views with hooks (`hooks`), with a materialization that is not
    dbt's own and may do more than create the view (`materialization`), and with the name of an audit schema in a string
    (`names`). If not, these are all views that name an audit schema (`names`). `entries`: of the report; `facts`: from
    gather_facts. Reads only.
#}
{% macro rebuild_reasons(run, entries, facts) %}
    {%- set reasons, audits = {}, run["schemas"] | map(attribute="audit") | list -%}
    {%- if dbt_wap.strategy_traits()["views"] != "written" -%}
        {%- for key in dbt_wap.keys_to_rebuild(run, "audit") -%}
            {%- set node = facts["nodes"].get(key) -%}
            {%- do reasons.update({key: (dbt_wap._reason_of_node(node) if node else none) or "names"}) -%}
        {%- endfor -%}
        {%- do return(reasons) -%}
    {%- endif -%}
    {%- for entry in entries if entry["kind"] == "view" and entry["publish"] in ["create", "replace"] -%}
        {%- set key = dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]) -%}
        {%- set node, definition = facts["nodes"].get(key), facts["definitions"]["after"].get(key, {}) -%}
        {%- set named = dbt_wap.has_name_in_text(definition.get("body"), audits) -%}
        {%- set reason = (dbt_wap._reason_of_node(node) if node else none) or ("names" if named else none) -%}
        {%- if reason -%} {%- do reasons.update({key: reason}) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(reasons) -%}
{% endmacro %}

{# Return why only dbt can build a node's view: hooks, materialization or none. Pure. #}
{% macro _reason_of_node(node) %}
    {%- if dbt_wap.hooks_of(node) -%} {%- do return("hooks") -%} {%- endif -%}
    {%- if node.config.materialized != "view" -%} {%- do return("materialization") -%} {%- endif -%}
    {%- for engine in [adapter.type(), "default"] -%}
        {%- if context[project_name]["materialization_view_" ~ engine] is defined -%}
            {%- do return("materialization") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}
