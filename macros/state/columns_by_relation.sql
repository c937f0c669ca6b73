{# The columns of one side of the pairs as {key of schema and name: [column]}. Reads only. #}
{% macro columns_by_relation(pairs, side) %}
    {%- set found = {} -%}
    {%- for column in dbt_wap.list_columns(pairs[0]["database"], pairs | map(attribute=side) | list) -%}
        {%- do found.setdefault(dbt_wap.relation_key(column["schema"], column["relation"]), []).append(column) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
