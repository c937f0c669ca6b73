{# Return the tables and views of a candidate in which its tests stored failures, as [schema.name]. Reads only. #}
{% macro failure_table_names(run) %}
    {%- set keys, found = {}, [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "test" and node.schema -%}
        {%- do keys.update({dbt_wap._audit_key(node, run): true}) -%}
    {%- endfor -%}
    {#- A test that stores nothing may have the same schema and name as a model. -#}
    {%- for node in graph.nodes.values() if keys and dbt_wap.is_relational(node) -%}
        {%- do keys.pop(dbt_wap._audit_key(node, run), none) -%}
    {%- endfor -%}
    {%- set places = dbt_wap.locate(run["schemas"], "audit") + run["options"].get("test_schemas", []) -%}
    {%- for row in (dbt_wap.list_relations(places) if keys else []) -%}
        {%- if dbt_wap.relation_key(row["database"], row["schema"], row["name"]) in keys -%}
            {%- do found.append(row["schema"] ~ "." ~ row["name"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found | sort) -%}
{% endmacro %}

{% macro _audit_key(node, run) %}
    {%- set place = dbt_wap.stored_place_of(node) -%}
    {%- set audit = dbt_wap.audit_name_of(dbt_wap.prod_schema_of(node), run["env"] or "") -%}
    {%- set schema = dbt_wap.stored_schema(node, audit) -%}
    {%- do return(dbt_wap.relation_key(place["database"], schema, place["name"])) -%}
{% endmacro %}
