{# Return the definitions of one side under prod's keys, with prod's names in the queries of views. Reads only. #}
{% macro definitions_in_prod_names(pairs, side, all_pairs=none) %}
    {%- set schemas, prods = {}, {} -%}
    {%- for pair in all_pairs or pairs -%}
        {%- do schemas.update({pair[side]: pair["prod"]}) -%}
    {%- endfor -%}
    {%- for pair in pairs -%}
        {%- do prods.update({dbt_wap.schema_key(pair["database"], pair[side]): pair["prod"]}) -%}
    {%- endfor -%}
    {%- set views, found = [], {} -%}
    {%- for definition in dbt_wap.get_definitions(dbt_wap.locate(pairs, side)).values() -%}
        {%- set prod = prods[dbt_wap.schema_key(definition["database"], definition["schema"])] -%}
        {%- set key = dbt_wap.relation_key(definition["database"], prod, definition["name"]) -%}
        {%- do found.update({key: dict(definition)}) -%}
        {%- if definition["kind"] == "view" and side != "prod" -%}
            {%- do views.append({"key": key, "body": definition["body"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key, body in dbt_wap.move_views(views, schemas).items() -%}
        {%- do found[key].update({"body": body}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
