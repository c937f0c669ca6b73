{#
    Return the keys of relations that the project writes or reads but does not build, as {key: true}: stored test
    failures, and sources if a publish leaves them alone. names: {name in lower case: true} of the relations in
    question; a key of another relation may be missing. Pure.
#}
{% macro unbuilt_keys(names) %}
    {%- set keys, naming, unbuilt, built = {}, dbt_wap.naming(), [], [] -%}
    {%- for node in graph.nodes.values() if (node.alias or node.name) | lower in names -%}
        {%- do (unbuilt if node.resource_type == "test" else built).append(node) -%}
    {%- endfor -%}
    {%- for source in graph.sources.values() if naming["exchanges"] == "relations" -%}
        {%- if (source.identifier or source.name) | lower in names -%}
            {%- do unbuilt.append(source) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for fact in dbt_wap.node_facts(unbuilt, naming) -%}
        {%- do keys.update({fact["key" if fact["node"].resource_type == "test" else "here_key"]: true}) -%}
    {%- endfor -%}
    {%- for fact in (dbt_wap.node_facts(built, naming) if keys else []) if fact["key"] in keys -%}
        {%- if dbt_wap.is_relational(fact["node"]) -%} {%- do keys.pop(fact["key"]) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
