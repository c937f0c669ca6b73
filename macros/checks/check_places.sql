{#
    Refuses, listing all of them, the nodes that the audit mode places otherwise than prod: by another target, or by a
    macro or config that reads the schema or the target. `places`: of node_places in the audit mode, as {database:
    {schema: {unique id: name}}}; where the schema does not matter it is "". Runs in the prod mode; reads only the
    graph.
#}
{% macro check_places(places, context=none) %}
    {%- set faults, places = [], dbt_wap.from_runner(places) -%}
    {%- for database, schemas in places.items() -%}
        {%- for schema, names in schemas.items() -%}
            {%- for unique_id, name in names.items() -%}
                {%- set here = {"database": database, "schema": schema, "name": name} -%}
                {%- set node = graph.nodes.get(unique_id) -%}
                {%- if node -%}
                    {%- do faults.append(dbt_wap.place_fault(node, here, dbt_wap.dbt_place_of(node))) -%}
                {%- elif schema -%}
                    {%- do faults.append(
                        "  " ~ unique_id ~ " -> " ~ schema ~ ": the prod target " ~ target.name ~ " has no such node"
                    ) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do dbt_wap.refuse_misplaced(faults | select | list) -%}
    {%- do dbt_wap.answer(context, {}) -%}
{% endmacro %}
