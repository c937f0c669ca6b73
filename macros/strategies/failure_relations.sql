{# List the tables on one side of the pairs in which tests stored their failures. They are not published. Reads only. #}
{% macro failure_relations(pairs, side) %}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "relations" -%} {%- do return([]) -%} {%- endif -%}
    {%- set rows, names, prods, found = dbt_wap.list_relations(dbt_wap.locate(pairs, side)), {}, {}, [] -%}
    {%- for relation in rows -%} {%- do names.update({relation["name"] | lower: true}) -%} {%- endfor -%}
    {%- set keys = dbt_wap.unbuilt_keys(names) -%}
    {%- for pair in pairs -%}
        {%- do prods.update({dbt_wap.schema_key(pair["database"], pair[side]): pair["prod"]}) -%}
    {%- endfor -%}
    {%- for relation in (rows if keys else []) -%}
        {%- set prod = prods[dbt_wap.schema_key(relation["database"], relation["schema"])] -%}
        {%- if dbt_wap.relation_key(relation["database"], prod, relation["name"]) in keys -%}
            {%- do found.append(relation) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
