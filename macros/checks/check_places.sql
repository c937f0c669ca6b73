{#
    Refuse, in one list, the nodes that the audit mode would build in another place than prod: because of another
    target, or a macro or config that depends on the schema or the target. `places`: node_places of the audit mode, as
    {database: {schema: {unique id: name}}}; an empty schema is not checked. Runs in prod mode. Pure: reads the
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
