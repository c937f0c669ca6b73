{#
    Return a sentence for each relation that makes the candidate unpublishable: it is missing, has another kind than the
    project builds, or is a view that cannot be read. not_built covers what dbt itself did not build. Pure.
#}
{% macro candidate_faults(entries, facts) %}
    {%- set faults = [] -%}
    {%- for entry in entries if entry["status"] == "missing" -%}
        {%- do faults.append(entry["schema"] ~ "." ~ entry["name"] ~ " is missing from the candidate") -%}
    {%- endfor -%}
    {%- set kinds = {"table": "table", "incremental": "table", "seed": "table", "snapshot": "table", "view": "view"} -%}
    {%- for entry, key in zip(entries, dbt_wap.relation_keys(entries)) -%}
        {%- set name, node = entry["schema"] ~ "." ~ entry["name"], facts["nodes"].get(key) -%}
        {#- Another materialization than dbt's own may build anything. -#}
        {%- set made = kinds.get(node.config.materialized) if node else none -%}
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
