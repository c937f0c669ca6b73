{# The compared columns of one side under the names c0, c1, ..: both sides of a comparison get the same names. Returns SQL text. #}
{% macro side_sql(plan, side) %}
    {%- set columns = [] -%}
    {%- for column in plan["columns"] -%}
        {%- do columns.append(dbt_wap.value_of(column, side) ~ " as " ~ column["id"]) -%}
    {%- endfor -%}
    {%- do return("select " ~ (columns or ["1 as nothing"]) | join(", ") ~ " from " ~ plan[side] ~ plan["where"]) -%}
{% endmacro %}
