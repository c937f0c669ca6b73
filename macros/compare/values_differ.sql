{# Return SQL that tests whether a column of a comparison differs between the rows b and a. Pure. #}
{% macro values_differ(column) %}
    {%- set b, a = "b." ~ column["id"], "a." ~ column["id"] -%}
    {{ dbt_wap.form_of(column, b) }} is distinct from {{ dbt_wap.form_of(column, a) }}
    {%- if column["tolerance"] is not none %}
        {%- set types, limit = column["types"], dbt_wap.plain_number(column["tolerance"]) %}
        and not coalesce({{ dbt_wap.within_tolerance(b, a, types["before"], types["after"], limit) }}, false)
    {%- endif -%}
{% endmacro %}
