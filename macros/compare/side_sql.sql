{#
    The compared columns of one side under the names c0, c1, ..: both sides of a comparison get the same names. Of the
    columns `shown` their values for people too, as shown_c0, .. Returns SQL text.
#}
{% macro side_sql(plan, side, shown=[]) %}
    {%- set columns = [] -%}
    {%- for column in plan["columns"] -%}
        {%- do columns.append(dbt_wap.value_of(column, side) ~ " as " ~ column["id"]) -%}
    {%- endfor -%}
    {%- for column in shown -%}
        {%- set name = dbt_wap.identifier(column["before"] if side == "before" else column["name"]) -%}
        {%- do columns.append(dbt_wap.shown_text(name, column["types"][side]) ~ " as shown_" ~ column["id"]) -%}
    {%- endfor -%}
    {%- do return("select " ~ (columns or ["1 as nothing"]) | join(", ") ~ " from " ~ plan[side] ~ plan["where"]) -%}
{% endmacro %}
