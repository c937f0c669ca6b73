{# h1 and h2, over the columns of a comparison that are not nested, in both orders. Returns SQL text. #}
{% macro two_hashes(plan) %}
    {%- set ids = plan["columns"] | rejectattr("nested") | map(attribute="id") | list -%}
    {%- do return(dbt_wap.row_hash(ids) ~ " as h1, " ~ dbt_wap.row_hash(ids | reverse | list) ~ " as h2") -%}
{% endmacro %}
