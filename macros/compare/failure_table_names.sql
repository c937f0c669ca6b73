{# Return the tables and views of a candidate in which its tests stored failures, as [schema.name]. Reads only. #}
{% macro failure_table_names(run) %}
    {%- set places = dbt_wap.locate(run["schemas"], "audit") + run["options"].get("test_schemas", []) -%}
    {%- set rows, names, keys, few, found = dbt_wap.list_relations(places), {}, {}, [], [] -%}
    {%- for row in rows -%} {%- do names.update({row["name"] | lower: true}) -%} {%- endfor -%}
    {%- for node in graph.nodes.values() if (node.alias or node.name) | lower in names -%}
        {%- do few.append(node) -%}
    {%- endfor -%}
    {%- for node in few if node.resource_type == "test" and node.schema -%}
        {%- do keys.update({dbt_wap._audit_key(node, run): true}) -%}
    {%- endfor -%}
    {#- A test that stores nothing may have the same schema and name as a model. -#}
    {%- for node in few if keys and dbt_wap.is_relational(node) -%}
        {%- do keys.pop(dbt_wap._audit_key(node, run), none) -%}
    {%- endfor -%}
    {%- for row, key in zip(rows, dbt_wap.relation_keys(rows)) if key in keys -%}
        {%- do found.append(row["schema"] ~ "." ~ row["name"]) -%}
    {%- endfor -%}
    {%- do return(found | sort) -%}
{% endmacro %}

{% macro _audit_key(node, run) %}
    {%- set place = dbt_wap.stored_place_of(node) -%}
    {%- set audit = dbt_wap.audit_name_of(dbt_wap.prod_schema_of(node), run["env"] or "") -%}
    {%- set schema = dbt_wap.stored_schema(node, audit) -%}
    {%- do return(dbt_wap.relation_key(place["database"], schema, place["name"])) -%}
{% endmacro %}
