{#
    Return the schema pairs of the project: [{database, prod, audit}], sorted, with names as the warehouse stores them.
    An open run adds archive and run_id to each pair. Nodes that the engine cannot publish do not count; a run that
    would build one is refused. project: from project_facts. Pure.
#}
{% macro schema_pairs(project) %}
    {%- set pairs, seen, nodes = {}, {}, [] -%}
    {%- for fact in project["nodes"].values() if not fact["excluded"] -%}
        {%- do nodes.append(fact["node"]) -%}
    {%- endfor -%}
    {%- set faults = dbt_wap.unpublishable_reasons(nodes) -%}
    {%- for unique_id, fact in project["nodes"].items() if not fact["excluded"] and unique_id not in faults -%}
        {%- set place = fact["place"] -%}
        {%- if place["written"] not in seen -%}
            {%- do seen.update({place["written"]: true}) -%}
            {%- set audit = dbt_wap.audit_name_of(fact["schema"]) -%}
            {%- do pairs.update(
                {
                    place["prod_key"]: {
                        "database": fact["prod"]["database"],
                        "prod": fact["prod"]["schema"],
                        "audit": audit if place["quoted"] else dbt_wap.stored_name(audit),
                    }
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set sorted_pairs = [] -%}
    {%- for key in pairs | sort -%} {%- do sorted_pairs.append(pairs[key]) -%} {%- endfor -%}
    {%- do return(sorted_pairs) -%}
{% endmacro %}
