{#
    Return where the project's relations are in this mode, as {database: {schema: {unique id: name}}}. The schema is ""
    for nodes that are not in `built`. Pure: reads the graph.
#}
{% macro node_places(built) %}
    {%- set places, wanted = {}, {} -%}
    {%- for unique_id in built -%} {%- do wanted.update({unique_id: true}) -%} {%- endfor -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) -%}
        {%- set place = dbt_wap.dbt_place_of(node) -%}
        {%- set schema = place["schema"] if node.unique_id in wanted else "" -%}
        {%- do places.setdefault(place["database"] or "", {}).setdefault(schema, {}).update(
            {node.unique_id: place["name"]}
        ) -%}
    {%- endfor -%}
    {%- do return(places) -%}
{% endmacro %}
