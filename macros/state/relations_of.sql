{#
    What exists now on one side of the pairs ("prod", "audit" or "archive"), as [{key, database, schema, name, kind, pair}]
    with the key of the prod relation. What tests have stored there is not part of it, nor are the project's sources
    where a publish leaves alone what the project does not build. Reads only.
#}
{% macro relations_of(pairs, side) %}
    {%- set by_schema = {} -%}
    {%- for pair in pairs -%}
        {%- do by_schema.update({dbt_wap.schema_key(pair["database"], pair[side]): pair}) -%}
    {%- endfor -%}
    {%- set skipped = dbt_wap.keys_not_built() -%}
    {%- set found = [] -%}
    {%- for row in dbt_wap.list_relations(dbt_wap.places_of(pairs, side))
        if dbt_wap.fold(row["name"]) != dbt_wap.fold(dbt_wap.inventory_name())
        and not (row["name"] | upper).endswith(dbt_wap.kept_suffix())
    -%}
        {%- set pair = by_schema[dbt_wap.schema_key(row["database"], row["schema"])] -%}
        {%- set key = dbt_wap.relation_key(pair["database"], pair["prod"], row["name"]) -%}
        {%- if key not in skipped -%} {%- do found.append(dict(row, key=key, pair=pair)) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
