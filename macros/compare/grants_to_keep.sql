{#
    What the build of a candidate granted and prod is to keep, under the schema names of one side of the pairs, as rows
    of list_grants: on schemas that prod does not have, and on relations that the run has made. grants: of the report of
    `run`. Pure.
#}
{% macro grants_to_keep(run, grants, pairs, side) %}
    {%- set names, kept = {}, [] -%}
    {%- for own in run["schemas"] -%}
        {%- for pair in pairs if pair["database"] == own["database"] and pair["prod"] == own["prod"] -%}
            {%- do names.update({dbt_wap.relation_name(own["database"], own["audit"]): pair[side]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set rows = grants.get("revoked", []) | selectattr("kept") | list -%}
    {%- set rows = rows + grants.get("extra", []) | selectattr("on", "equalto", "relation") | list -%}
    {%- for row in rows if dbt_wap.relation_name(row["database"], row["schema"]) in names -%}
        {%- do kept.append(
            {
                "on": row["on"],
                "database": row["database"],
                "schema": names[dbt_wap.relation_name(row["database"], row["schema"])],
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
