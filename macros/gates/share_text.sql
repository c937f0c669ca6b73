{# "12 rows removed (1.2%)": a count, and its share of `of`. Pure. #}
{% macro share_text(count, of, what) %}
    {%- set share = " (" ~ "%.3g" | format(100 * count / of) ~ "%)" if of else "" -%}
    {%- do return(count ~ " " ~ what ~ share) -%}
{% endmacro %}
