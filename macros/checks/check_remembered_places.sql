{#
    Refuse, in one list, the nodes that this build would place elsewhere than the run recorded for prod. Compares the
    schema of the selected nodes, and the database and name of all nodes. Runs in audit mode; reads only.
#}
{% macro check_remembered_places(run, selected) %}
    {%- set rows, built = [], {} -%}
    {%- for unique_id in selected -%} {%- do built.update({unique_id: true}) -%} {%- endfor -%}
    {%- set sql %}
        select unique_id, database_name, schema_name, name
        from {{ dbt_wap.state_table("places") }}
        where run_id = {{ dbt_wap.text_literal(run["run_id"]) }}
    {% endset -%}
    {%- for row in dbt_wap.rows_of(sql) if row["unique_id"] in graph.nodes -%}
        {%- set node = graph.nodes[row["unique_id"]] -%}
        {%- set prod = {"database": row["database_name"], "schema": row["schema_name"], "name": row["name"]} -%}
        {%- set schema = node.schema if node.unique_id in built else "" -%}
        {%- set here = {"database": node.database, "schema": schema, "name": node.alias or node.name} -%}
        {%- do rows.append({"node": node, "here": here, "prod": prod}) -%}
    {%- endfor -%}
    {%- do dbt_wap.refuse_misplaced(dbt_wap.place_faults(rows)) -%}
{% endmacro %}
