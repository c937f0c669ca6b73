{#
    Return where the project's relations are in this mode, as {database: {schema: {unique id: name}}}. The schema is ""
    for nodes that are not in `built`. Pure: reads the graph.
#}
{% macro node_places(built) %}
    {%- set places, wanted = {}, {} -%}
    {%- for unique_id in built -%} {%- do wanted.update({unique_id: true}) -%} {%- endfor -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot"] -%}
        {%- if node.config.materialized != "ephemeral" -%}
            {%- set schema = node.schema if node.unique_id in wanted else "" -%}
            {%- do places.setdefault(node.database or "", {}).setdefault(schema, {}).update(
                {node.unique_id: node.alias or node.name}
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(places) -%}
{% endmacro %}
