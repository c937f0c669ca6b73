{#
    Why a candidate cannot be published as it stands, in sentences: what the project builds and is missing there, or is
    of another kind there, and views that cannot be read. What dbt itself did not build is no matter of this macro.
    entries, facts: of compare_all. Pure.
#}
{% macro candidate_faults(entries, facts) %}
    {%- set faults = [] -%}
    {%- for entry in entries if entry["status"] == "missing" -%}
        {%- do faults.append(entry["schema"] ~ "." ~ entry["name"] ~ " is missing in the candidate") -%}
    {%- endfor -%}
    {%- for entry in entries -%}
        {%- set name, made = entry["schema"] ~ "." ~ entry["name"], dbt_wap._kind_made(entry, facts) -%}
        {%- if (entry["unreadable"] or "").startswith("in the candidate") -%}
            {%- do faults.append(name ~ " cannot be read " ~ entry["unreadable"]) -%}
        {%- elif made and made == entry.get("kind_before") and made != entry["kind"] -%}
            {%- do faults.append(
                name ~ " is a " ~ entry["kind"] ~ " in the candidate, and the project makes a " ~ made
                ~ ": something has replaced it"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}

{# What dbt makes of the node of an entry: a table or a view; none for a materialization that is not dbt's own. #}
{% macro _kind_made(entry, facts) %}
    {%- set key = dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]) -%}
    {%- set node = facts["nodes"].get(key) -%}
    {%- set kinds = {"table": "table", "incremental": "table", "seed": "table", "snapshot": "table", "view": "view"} -%}
    {%- do return(kinds.get(node.config.materialized) if node else none) -%}
{% endmacro %}
