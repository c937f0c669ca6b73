{# Return the columns of one side of the pairs: {relation key of that side: [column]}. Reads only. #}
{% macro columns_by_relation(pairs, side) %}
    {%- set found = {} -%}
    {%- for column in dbt_wap.list_columns(dbt_wap.locate(pairs, side)) -%}
        {%- set key = dbt_wap.relation_key(column["database"], column["schema"], column["relation"]) -%}
        {%- do found.setdefault(key, []).append(column) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
