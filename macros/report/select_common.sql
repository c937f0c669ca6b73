{# "select <common columns as c0, c1, ..> from relation": both sides of a comparison get the same names. #}
{% macro select_common(relation, common, side) %}
    {%- set columns = [] -%}
    {%- for column in common -%}
        {%- set name = dbt_wap.identifier(column["before"] if side == "before" else column["name"]) -%}
        {%- do columns.append(column["how"].replace("{}", name) ~ " as c" ~ loop.index0) -%}
    {%- endfor -%}
    {%- do return("select " ~ (columns or ["1 as c0"]) | join(", ") ~ " from " ~ relation) -%}
{% endmacro %}
