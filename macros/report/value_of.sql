{# A column of a comparison as it is compared, on one side. Returns SQL text. #}
{% macro value_of(column, side) %}
    {%- set name = dbt_wap.identifier(column["before"] if side == "before" else column["name"]) -%}
    {%- do return(column["how"].replace("{}", name)) -%}
{% endmacro %}
