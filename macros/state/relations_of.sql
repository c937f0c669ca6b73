{#
    What exists now on one side of the pairs ("prod", "audit" or "archive"), as [{key, schema, name, kind, pair}]
    with the key of the prod relation. What tests have stored there is not part of it, nor are the project's sources
    where a publish leaves alone what the project does not build. Reads only.
#}
{% macro relations_of(pairs, side) %}
    {%- set by_schema = {} -%}
    {%- for pair in pairs -%} {%- do by_schema.update({dbt_wap.fold(pair[side]): pair}) -%} {%- endfor -%}
    {%- set skipped = dbt_wap._keys_not_built() -%}
    {%- set found = [] -%}
    {%- for row in dbt_wap.list_relations(pairs[0]["database"], pairs | map(attribute=side) | list)
        if dbt_wap.fold(row["name"]) != dbt_wap.fold(dbt_wap.inventory_name())
    -%}
        {%- set pair = by_schema[dbt_wap.fold(row["schema"])] -%}
        {%- set key = dbt_wap.relation_key(pair["prod"], row["name"]) -%}
        {%- if key not in skipped -%}
            {%- do found.append(
                {"key": key, "schema": row["schema"], "name": row["name"], "kind": row["kind"], "pair": pair}
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The keys of what the project writes or reads and no model, seed or snapshot of it builds: stored test failures, sources. #}
{% macro _keys_not_built() %}
    {%- set keys = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" -%}
        {%- do keys.update({dbt_wap.relation_key(dbt_wap.prod_schema_of(node), node.alias or node.name): true}) -%}
    {%- endfor -%}
    {%- for source in graph.sources.values() if dbt_wap.has_copied_clone() -%}
        {%- do keys.update({dbt_wap.relation_key(source.schema, source.identifier or source.name): true}) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) -%}
        {%- do keys.pop(dbt_wap.relation_key(dbt_wap.prod_schema_of(node), node.alias or node.name), none) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
