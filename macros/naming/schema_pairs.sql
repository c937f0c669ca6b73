{#
    The (database, prod, audit) schemas of the project as the warehouse stores them, from dbt's graph, sorted. Nodes that the
    engine could not publish have no part in it: a run that would build one is refused.
    `tests` lists the audit schemas that tests write to (store_failures): they belong to the candidate.
#}
{% macro schema_pairs() %}
    {%- set pairs = {} -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) and not dbt_wap.unpublishable(node) -%}
        {%- set prod = dbt_wap.prod_schema_of(node) -%}
        {%- if not dbt_wap.is_excluded(prod) -%}
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
