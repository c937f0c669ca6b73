{#
    Return SQL for one side of a compared column, converted to the common type of both sides. NULL if prod does not have
    the column. Pure.
#}
{% macro value_of(column, side) %}
    {%- if side == "before" and column["before"] is none -%}
        {%- do return("cast(null as varchar)") -%}
    {%- endif -%}
    {%- set name = dbt_wap.identifier(column["before"] if side == "before" else column["name"]) -%}
    {%- do return(column["how"][side].replace("{}", name)) -%}
{% endmacro %}
