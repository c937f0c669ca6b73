{#
    A column of a comparison, brought to the type that both sides have in common, on one side; NULL where prod does not
    have it. Returns SQL text.
#}
{% macro value_of(column, side) %}
    {%- if side == "before" and column["before"] is none -%}
        {%- do return("cast(null as varchar)") -%}
    {%- endif -%}
    {%- set name = dbt_wap.identifier(column["before"] if side == "before" else column["name"]) -%}
    {%- do return(column["how"][side].replace("{}", name)) -%}
{% endmacro %}
