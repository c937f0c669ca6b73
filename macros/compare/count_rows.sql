{# Return the number of rows of a relation. name: its name in SQL; where: a clause, or empty. Reads only. #}
{% macro count_rows(name, where="") %}
    {%- set sql -%}
        select count(*) as n
        from {{ name }}
        {{ where }}
    {%- endset -%}
    {%- do return((dbt_wap.rows_of(sql) | first)["n"] | int) -%}
{% endmacro %}
