{#
    Refuse, in one list, the nodes that the audit mode would build in another place than prod: because of another
    target, or a macro or config that depends on the schema or the target. `places`: node_places of the audit mode, as
    {database: {schema: {unique id: name}}}; an empty schema is not checked. Runs in prod mode. Pure: reads the
    graph.
#}
{% macro check_places(places, context=none) %}
    {%- set faults, rows, places = [], [], dbt_wap.from_runner(places) -%}
    {%- for database, schemas in places.items() -%}
        {%- for schema, names in schemas.items() -%}
            {%- for unique_id, name in names.items() -%}
                {%- set here = {"database": database, "schema": schema, "name": name} -%}
                {%- set node = graph.nodes.get(unique_id) -%}
                {%- if node -%}
                    {%- set name = node.alias or node.name -%}
                    {%- set prod = {"database": node.database, "schema": node.schema, "name": name} -%}
                    {%- do rows.append({"node": node, "here": here, "prod": prod}) -%}
                {%- elif schema -%}
                    {%- do faults.append(
                        "  " ~ unique_id ~ " -> " ~ schema ~ ": the prod target " ~ target.name ~ " has no such node"
                    ) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do dbt_wap.refuse_misplaced(faults + dbt_wap.place_faults(rows)) -%}
    {%- do dbt_wap.answer(context, {}) -%}
{% endmacro %}
