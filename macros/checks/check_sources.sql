{#
    Refuse, in one list, the selected nodes that use a relation of this project as a source: an audit build would read
    its old version in prod. Nodes with `meta.dbt_wap.reads_prod: true` are exempt. project: from project_facts. Pure:
    reads the graph.
#}
{% macro check_sources(selected, project) %}
    {%- set own, nodes = {}, project["by_key"] -%}
    {%- for unique_id, fact in project["sources"].items() if fact["here_key"] in nodes -%}
        {%- if not dbt_wap.is_in_files(fact["node"]) -%}
            {%- do own.update({unique_id: nodes[fact["here_key"]].unique_id}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set faults = [] -%}
    {%- for node in dbt_wap.selected_nodes(selected) if own and not dbt_wap.can_read_prod(node.unique_id) -%}
        {%- for source in dbt_wap._sources_read(node) | unique if source in own -%}
            {%- set name = graph.sources[source].source_name ~ "', '" ~ graph.sources[source].name -%}
            {%- do faults.append(
                "  " ~ node.unique_id ~ ": source('" ~ name ~ "') is " ~ own[source] ~ "; write "
                ~ dbt_wap.ref_expression(own[source])
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse(
            "preflight",
            dbt_wap.counted(faults | length, "node") ~ " would read prod instead of the candidate, through a source"
            ~ " that this project builds; nothing was built\n" ~ faults | sort | join("\n")
            ~ "\n  or add the schema of these sources to the var wap_exclude_schemas, if runs must not build them",
            next="wap run, after you fix these nodes",
        ) -%}
    {%- endif -%}
{% endmacro %}

{#
    Return the sources that a node reads directly or through ephemeral models, except through those that may read prod.
#}
{% macro _sources_read(node) %}
    {%- set found = [] -%}
    {%- for parent in (node.depends_on or {}).get("nodes") or [] -%}
        {%- set above = graph.nodes.get(parent) -%}
        {%- if parent.startswith("source.") -%} {%- do found.append(parent) -%}
        {%- elif above and above.config.materialized == "ephemeral" and not dbt_wap.can_read_prod(parent) -%}
            {%- do found.extend(dbt_wap._sources_read(above)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
