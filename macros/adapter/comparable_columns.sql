{# The columns of a table, as list_columns has them, each in the form that is compared. Returns a list of SQL texts. #}
{% macro comparable_columns(columns) %}
    {%- set found = [] -%}
    {%- for column in columns -%}
        {%- set how = dbt_wap.common_form(column["type"], column["type"]) -%}
        {%- set value = how["after"].replace("{}", dbt_wap.identifier(column["name"])) -%}
        {%- do found.append(dbt_wap.comparable_form(how["type"]).replace("{}", value)) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
