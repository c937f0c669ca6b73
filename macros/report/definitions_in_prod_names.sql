{# The definitions of the audit schemas under prod's keys, with the text of views as it will read in prod. Reads only. #}
{% macro definitions_in_prod_names(pairs) %}
    {%- set database = pairs[0]["database"] -%}
    {%- set definitions = dbt_wap.get_definitions(database, pairs | map(attribute="audit") | list) -%}
    {%- set schemas, prods = {}, {} -%}
    {%- for pair in pairs -%}
        {%- do schemas.update({pair["audit"]: pair["prod"]}) -%}
        {%- do prods.update({dbt_wap.fold(pair["audit"]): pair["prod"]}) -%}
    {%- endfor -%}
    {%- set views, found = [], {} -%}
    {%- for definition in definitions.values() -%}
        {%- set key = dbt_wap.relation_key(prods[dbt_wap.fold(definition["schema"])], definition["name"]) -%}
        {%- do found.update({key: dict(definition)}) -%}
        {%- if definition["kind"] == "view" -%}
            {%- do views.append({"key": key, "body": definition["body"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key, body in dbt_wap.move_views(database, views, schemas).items() -%}
        {%- do found[key].update({"body": body}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
