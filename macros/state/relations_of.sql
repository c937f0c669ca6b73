{#
    What exists now on one side of the pairs ("prod", "audit" or "archive"), as [{key, schema, name, kind, pair}]
    with the key of the prod relation. What tests have stored there is not part of it. Reads only.
#}
{% macro relations_of(pairs, side) %}
    {%- set by_schema = {} -%}
    {%- for pair in pairs -%} {%- do by_schema.update({dbt_wap.fold(pair[side]): pair}) -%} {%- endfor -%}
    {%- set skipped = [dbt_wap.fold(dbt_wap.inventory_name())] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" -%}
        {%- do skipped.append(dbt_wap.fold(node.alias or node.name)) -%}
    {%- endfor -%}
    {%- set found = [] -%}
    {%- for row in dbt_wap.list_relations(pairs[0]["database"], pairs | map(attribute=side) | list)
        if dbt_wap.fold(row["name"]) not in skipped
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
