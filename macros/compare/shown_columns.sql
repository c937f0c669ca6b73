{# Return the columns of a comparison whose values may be shown. Pure. #}
{% macro shown_columns(plan) %}
    {%- set shown = [] -%}
    {%- for column in plan["columns"] if column["name"] not in plan["masked"] -%}
        {%- do shown.append(column) -%}
    {%- endfor -%}
    {%- do return(shown) -%}
{% endmacro %}
