{# Return SQL for h1 and h2, hashes over the columns of a comparison in both orders. Pure. #}
{% macro row_hash_pair(plan) %}
    {%- set forms = [] -%}
    {%- for column in plan["columns"] -%} {%- do forms.append(column["sql"]["form"]) -%} {%- endfor -%}
    {{ dbt_wap.row_hash(forms) }} as h1,
    {{ dbt_wap.row_hash(forms | reverse | list) }} as h2
{%- endmacro %}
