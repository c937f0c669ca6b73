{#
    Return the keys of relations that the project writes or reads but does not build, as {key: true}: stored test
    failures, and sources if a publish leaves them alone. Pure.
#}
{% macro unbuilt_keys() %}
    {%- set keys = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" -%}
        {%- do keys.update({dbt_wap.node_key(node): true}) -%}
    {%- endfor -%}
    {%- for source in graph.sources.values() if dbt_wap.strategy_traits()["exchanges"] == "relations" -%}
        {%- set place = dbt_wap.stored_place_of(source) -%}
        {%- do keys.update({dbt_wap.relation_key(place["database"], place["schema"], place["name"]): true}) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) -%}
        {%- do keys.pop(dbt_wap.node_key(node), none) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
