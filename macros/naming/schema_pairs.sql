{#
    The (database, prod, audit) schemas of the project, from dbt's graph, sorted; nobody types them. Nodes that the
    engine could not publish have no part in it: a run that would build one is refused.
    `tests` lists the audit schemas that tests write to (store_failures): they belong to the candidate.
#}
{% macro schema_pairs() %}
    {%- set pairs = {} -%}
    {%- for node in graph.nodes.values() if dbt_wap.is_relational(node) and not dbt_wap.unpublishable(node) -%}
        {%- set prod = dbt_wap.prod_schema_of(node) -%}
        {%- if not dbt_wap.is_excluded(prod) -%}
            {%- do pairs.update(
                {
                    (node.database or "") ~ "." ~ prod: {
                        "database": node.database,
                        "prod": prod,
                        "audit": dbt_wap.audit_name_of(prod),
                    }
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set sorted_pairs = [] -%}
    {%- for key in pairs | sort -%} {%- do sorted_pairs.append(pairs[key]) -%} {%- endfor -%}
    {%- do return(sorted_pairs) -%}
{% endmacro %}
