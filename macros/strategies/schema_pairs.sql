{#
    The (database, prod, audit) schemas of the project as the warehouse stores them, from dbt's graph, sorted. Nodes
    that the engine could not publish have no part in it: a run that would build one is refused. `tests` lists the
    audit schemas that tests write to (store_failures): they belong to the candidate.
#}
{% macro schema_pairs() %}
    {%- set pairs, seen = {}, {} -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) and not dbt_wap.unpublishable_reason(node) -%}
        {#- Nodes that are written with one database and schema have one pair: there are few, and many nodes. -#}
        {%- set place = (node.relation_name or node.unique_id).rsplit(".", 1)[0] -%}
        {%- set written = tojson([node.database, node.schema, place]) -%}
        {%- set prod = dbt_wap.prod_schema_of(node) if written not in seen else none -%}
        {%- do seen.update({written: true}) -%}
        {%- if prod and not dbt_wap.is_excluded(prod) -%}
            {%- set place = dbt_wap.prod_place_of(node) -%}
            {%- do pairs.update(
                {
                    dbt_wap.schema_key(place["database"], place["schema"]): {
                        "database": place["database"],
                        "prod": place["schema"],
                        "audit": dbt_wap.stored_schema(node, dbt_wap.audit_name_of(prod)),
                    }
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set sorted_pairs = [] -%}
    {%- for key in pairs | sort -%} {%- do sorted_pairs.append(pairs[key]) -%} {%- endfor -%}
    {%- do return(sorted_pairs) -%}
{% endmacro %}
