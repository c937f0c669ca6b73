{#
    Return the grants of a build that prod gets, under the schema names of one side of the pairs, as rows from
    list_grants: on schemas that prod does not have, and on relations that the run created. grants: from the report of
    `run`. Pure.
#}
{% macro grants_to_keep(run, grants, pairs, side) %}
    {%- set places, kept = {}, [] -%}
    {%- for own in run["schemas"] -%}
        {%- for pair in pairs if pair["database"] == own["database"] and pair["prod"] == own["prod"] -%}
            {%- set audit = dbt_wap.locate([own], "audit")[0] -%}
            {%- set name = dbt_wap.relation_name(audit["database"], audit["schema"]) -%}
            {%- do places.update({name: dbt_wap.locate([pair], side)[0]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set rows = grants.get("revoked", []) | selectattr("kept") | list -%}
    {%- set rows = rows + grants.get("extra", []) | selectattr("on", "equalto", "relation") | list -%}
    {%- for row in rows if dbt_wap.relation_name(row["database"], row["schema"]) in places -%}
        {%- set place = places[dbt_wap.relation_name(row["database"], row["schema"])] -%}
        {%- do kept.append(
            {
                "on": row["on"],
                "database": place["database"],
                "schema": place["schema"],
                "name": row["name"],
                "kind": row["kind"],
                "privilege": row["privilege"],
                "to_kind": row["to_kind"],
                "to_name": row["to_name"],
                "option": row["option"],
                "system": false,
            }
        ) -%}
    {%- endfor -%}
    {%- do return(kept) -%}
{% endmacro %}
