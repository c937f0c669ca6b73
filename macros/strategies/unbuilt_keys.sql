{#
    Return the keys of relations that the project writes or reads but does not build, as {key: true}: stored test
    failures, and sources if a publish leaves them alone. names: {name in lower case: true} of the relations in
    question; a key of another relation may be missing. Pure.
#}
{% macro unbuilt_keys(names) %}
    {%- set keys, few = {}, [] -%}
    {%- for node in graph.nodes.values() if (node.alias or node.name) | lower in names -%}
        {%- do few.append(node) -%}
    {%- endfor -%}
    {%- for node in few if node.resource_type == "test" -%}
        {%- do keys.update({dbt_wap.node_key(node): true}) -%}
    {%- endfor -%}
    {%- set left_alone = graph.sources and dbt_wap.strategy_traits()["exchanges"] == "relations" -%}
    {%- for source in graph.sources.values() if left_alone and (source.identifier or source.name) | lower in names -%}
        {%- set place = dbt_wap.stored_place_of(source) -%}
        {%- do keys.update({dbt_wap.relation_key(place["database"], place["schema"], place["name"]): true}) -%}
    {%- endfor -%}
    {%- for node in few if keys and dbt_wap.is_relational(node) -%}
        {%- do keys.pop(dbt_wap.node_key(node), none) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
