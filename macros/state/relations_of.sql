{#
    What exists now on one side of the pairs ("prod", "audit" or "archive"), as [{key, schema, name, kind, pair}]
    with the key of the prod relation. What tests have stored there is not part of it, nor
    are the project's sources where a publish leaves alone what the project does not build. Reads only.
#}
{% macro relations_of(pairs, side) %}
    {%- set by_schema = {} -%}
    {%- for pair in pairs -%} {%- do by_schema.update({dbt_wap.fold(pair[side]): pair}) -%} {%- endfor -%}
    {%- set skipped = [dbt_wap.fold(dbt_wap.inventory_name())] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" -%}
        {%- do skipped.append(dbt_wap.fold(node.alias or node.name)) -%}
    {%- endfor -%}
    {%- set sources = dbt_wap._source_keys() if dbt_wap.has_copied_clone() else [] -%}
    {%- set found = [] -%}
    {%- for row in dbt_wap.list_relations(pairs[0]["database"], pairs | map(attribute=side) | list)
        if dbt_wap.fold(row["name"]) not in skipped
        and dbt_wap.relation_key(by_schema[dbt_wap.fold(row["schema"])]["prod"], row["name"]) not in sources
    -%}
        {%- set pair = by_schema[dbt_wap.fold(row["schema"])] -%}
        {%- do found.append(
            {
                "key": dbt_wap.relation_key(pair["prod"], row["name"]),
                "schema": row["schema"],
                "name": row["name"],
                "kind": row["kind"],
                "pair": pair,
            }
        ) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The keys of the sources that no node of the project builds. #}
{% macro _source_keys() %}
    {%- set built = [] -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) -%}
        {%- do built.append(dbt_wap.relation_key(dbt_wap.prod_schema_of(node), node.alias or node.name)) -%}
    {%- endfor -%}
    {%- set keys = [] -%}
    {%- for source in graph.sources.values() -%}
        {%- set key = dbt_wap.relation_key(source.schema, source.identifier or source.name) -%}
        {%- if key not in built -%} {%- do keys.append(key) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
