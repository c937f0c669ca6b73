{# The tables in which tests have stored their failures on one side of the pairs, as relations: no part of what is published. Reads only. #}
{% macro stored_failures(pairs, side) %}
    {%- set keys = dbt_wap.keys_not_built() -%}
    {%- set found = [] -%}
    {%- for pair in pairs if not dbt_wap.has_copied_clone() -%}
        {%- for relation in dbt_wap.list_relations(dbt_wap.places_of([pair], side)) -%}
            {%- if dbt_wap.relation_key(pair["database"], pair["prod"], relation["name"]) in keys -%}
                {%- do found.append(relation) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
