{# "12 rows removed (1.2%)": a count, and its share of `of` in three digits. Pure. #}
{% macro share_text(count, of, what) %}
    {%- set share = " (" ~ dbt_wap.three_digits(100 * count / of) ~ "%)" if of else "" -%}
    {%- do return(count ~ " " ~ what ~ share) -%}
{% endmacro %}
