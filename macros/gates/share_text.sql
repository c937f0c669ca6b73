{# Return a count and its share of `of`, such as "12 rows removed (1.2%)". Pure. #}
{% macro share_text(count, of, what) %}
    {%- set share = " (" ~ dbt_wap.three_digits(100 * count / of) ~ "%)" if of else "" -%}
    {%- do return(dbt_wap.counted(count, what | replace("rows", "row"), what) ~ share) -%}
{% endmacro %}
