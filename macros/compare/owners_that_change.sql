{#
    Where the owner would be another: [{what: relation_name in prod, before, after}]. before, after: of list_grants;
    pairs: as in compare_grants. Pure.
#}
{% macro owners_that_change(before, after, pairs) %}
    {%- set schemas, changed = dbt_wap.schemas_to_get_grants(pairs), [] -%}
    {%- for key, owner in before["owners"].items() -%}
        {%- set at = before["objects"][key] -%}
        {%- set schema = schemas.get(dbt_wap.relation_name(at["database"], at["schema"])) -%}
        {%- set there = after["owners"].get(dbt_wap.relation_name(at["database"], schema, at["name"])) if schema -%}
        {%- if there and there != owner -%}
            {%- do changed.append({"what": key, "before": owner, "after": there}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(changed) -%}
{% endmacro %}
