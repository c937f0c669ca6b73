{#
    Return the schema pairs of the project, from dbt's graph: [{database, prod, audit}], sorted, with names as the
    warehouse stores them. An open run adds archive and run_id to each pair. Nodes that the engine cannot publish do not
    count; a run that would build one is refused. Pure.
#}
{% macro schema_pairs() %}
    {%- set pairs, seen = {}, {} -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) and not dbt_wap.unpublishable_reason(node) -%}
        {#- Look at one node for each database and schema: there are many nodes and few schemas. -#}
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
