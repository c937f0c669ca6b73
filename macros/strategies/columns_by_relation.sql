{# The columns of one side of the pairs as {relation key of that side: [column]}. Reads only. #}
{% macro columns_by_relation(pairs, side) %}
    {%- set found = {} -%}
    {%- for column in dbt_wap.list_columns(dbt_wap.locate(pairs, side)) -%}
        {%- do found.setdefault(dbt_wap.relation_key(column["database"], column["schema"], column["relation"]), []).append(column) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
