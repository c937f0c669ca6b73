{# Return the key of each node's relation in prod, as a run recorded it: {unique id: relation key}. Reads only. #}
{% macro recorded_places(run_id) %}
    {%- set sql %}
        select unique_id, database_name, schema_name, name
        from {{ dbt_wap.state_table("places") }}
        where run_id = {{ dbt_wap.text_literal(run_id) }}
    {% endset -%}
    {%- set nodes, keys = [], {} -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- do nodes.append(dict(row, database=row["database_name"], schema=row["schema_name"])) -%}
    {%- endfor -%}
    {%- for fact in dbt_wap.node_facts(nodes, {"renamed": false, "prefix": "", "excluded": {}}) -%}
        {%- do keys.update({fact["node"]["unique_id"]: fact["here_key"]}) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
