{# List the tables on one side of the pairs in which tests stored their failures. They are not published. Reads only. #}
{% macro failure_relations(pairs, side) %}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "relations" -%} {%- do return([]) -%} {%- endif -%}
    {%- set keys, prods, found = dbt_wap.unbuilt_keys(), {}, [] -%}
    {%- for pair in pairs -%}
        {%- do prods.update({dbt_wap.schema_key(pair["database"], pair[side]): pair["prod"]}) -%}
    {%- endfor -%}
    {%- for relation in dbt_wap.list_relations(dbt_wap.locate(pairs, side)) -%}
        {%- set prod = prods[dbt_wap.schema_key(relation["database"], relation["schema"])] -%}
        {%- if dbt_wap.relation_key(relation["database"], prod, relation["name"]) in keys -%}
            {%- do found.append(relation) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
