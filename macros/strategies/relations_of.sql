{#
    List the relations on one side of the pairs ("prod", "audit" or "archive") as [{key, database, schema, name, kind,
    pair}], with the key of the prod relation. This leaves out failures that tests stored, the project's sources if a
    publish changes only what the project builds, and dbt-wap's own relations: the inventory of an archive and parked
    views. Reads only.
#}
{% macro relations_of(pairs, side) %}
    {%- set by_schema = {} -%}
    {%- for pair in pairs -%}
        {%- do by_schema.update({dbt_wap.schema_key(pair["database"], pair[side]): pair}) -%}
    {%- endfor -%}
    {%- set skipped = dbt_wap.unbuilt_keys() -%}
    {%- set rows = dbt_wap.list_relations(dbt_wap.locate(pairs, side)) -%}
    {%- set run_id = pairs[0].get("run_id") if pairs and side == "audit" else none -%}
    {%- set ours, found = [], [] -%}
    {%- for view in dbt_wap.parked_views(pairs, side, run_id, rows).values() -%}
        {%- do ours.append([view["database"], view["schema"], view["name"]]) -%}
    {%- endfor -%}
    {%- for pair in pairs if side == "archive" -%}
        {%- do ours.append([pair["database"], pair["archive"], dbt_wap.inventory_name()]) -%}
    {%- endfor -%}
    {%- for row in rows -%}
        {%- set pair = by_schema[dbt_wap.schema_key(row["database"], row["schema"])] -%}
        {%- set key = dbt_wap.relation_key(pair["database"], pair["prod"], row["name"]) -%}
        {%- if key not in skipped and [row["database"], row["schema"], row["name"]] not in ours -%}
            {%- do found.append(dict(row, key=key, pair=pair)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
