{#
    Refuses, listing all of them, the selected nodes that read a source which is a relation of the project itself: a run
    would read it in prod, as it was before the run. Nodes whose meta.dbt_wap.reads_prod is true may. Reads only the
    graph.
#}
{% macro check_sources(selected) %}
    {%- set own, nodes = {}, dbt_wap.nodes_by_key() if graph.sources else {} -%}
    {%- for source in graph.sources.values() if not dbt_wap._is_elsewhere(source) -%}
        {%- set place = dbt_wap.stored_place_of(source) -%}
        {%- set key = dbt_wap.relation_key(place["database"], place["schema"], place["name"]) -%}
        {%- if key in nodes -%} {%- do own.update({source.unique_id: nodes[key].unique_id}) -%} {%- endif -%}
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
            faults | length ~ " node(s) read a source that this project makes, so they would read prod and not the"
            ~ " candidate; nothing was built\n" ~ faults | sort | join("\n")
            ~ "\n  or name the schema of these sources in the var wap_exclude_schemas, if a run is not to build them",
            next="wap run, once that is mended",
        ) -%}
    {%- endif -%}
{% endmacro %}

{# The sources that a node reads itself or through ephemeral models; those of one that may read prod are left out. #}
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

{# True for a source that the engine reads from files, whatever its name. #}
{% macro _is_elsewhere(source) %}
    {%- set meta = dict(source.source_meta or {}, **(source.meta or {})) -%}
    {%- set meta = dict(meta, **((source.config or {}).get("meta") or {})) -%}
    {%- do return("external_location" in meta) -%}
{% endmacro %}
