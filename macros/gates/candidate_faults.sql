{#
    Return a sentence for each relation that makes the candidate unpublishable: it is missing, has another kind than the
    project builds, or is a view that cannot be read. not_built covers what dbt itself did not build. Pure.
#}
{% macro candidate_faults(entries, facts) %}
    {%- set faults = [] -%}
    {%- for entry in entries if entry["status"] == "missing" -%}
        {%- do faults.append(entry["schema"] ~ "." ~ entry["name"] ~ " is missing from the candidate") -%}
    {%- endfor -%}
    {%- for entry in entries -%}
        {%- set name, made = entry["schema"] ~ "." ~ entry["name"], dbt_wap._kind_made(entry, facts) -%}
        {%- if (entry["unreadable"] or "").startswith("in the candidate") -%}
            {%- do faults.append(name ~ " cannot be read " ~ entry["unreadable"]) -%}
        {%- elif made and made == entry.get("kind_before") and made != entry["kind"] -%}
            {%- do faults.append(
                name ~ " is a " ~ entry["kind"] ~ " in the candidate, but dbt built a " ~ made
                ~ ", so it was replaced after the build"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}

{#
    Return table or view, whichever dbt builds for the node of an entry; none for a materialization that is not dbt's
    own.
#}
{% macro _kind_made(entry, facts) %}
    {%- set key = dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]) -%}
    {%- set node = facts["nodes"].get(key) -%}
    {%- set kinds = {"table": "table", "incremental": "table", "seed": "table", "snapshot": "table", "view": "view"} -%}
    {%- do return(kinds.get(node.config.materialized) if node else none) -%}
{% endmacro %}
