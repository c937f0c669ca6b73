{#
    Return the owners that would change: [{what: relation_name in prod, before, after}]. before, after: from
    list_grants; moves: as in compare_grants. Pure.
#}
{% macro owners_that_change(before, after, moves) %}
    {%- set places, changed = dbt_wap.places_to_get_grants(moves), [] -%}
    {%- for key, owner in before["owners"].items() -%}
        {%- set at = before["objects"][key] -%}
        {%- set place = places.get(dbt_wap.relation_name(at["database"], at["schema"])) -%}
        {%- set name = dbt_wap.relation_name(place["database"], place["schema"], at["name"]) if place else none -%}
        {%- set there = after["owners"].get(name) -%}
        {%- if there and there != owner -%}
            {%- do changed.append({"what": key, "before": owner, "after": there}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(changed) -%}
{% endmacro %}
