{#
    Return a hash that is equal for relations with the same definition: query or columns, constraints, indexes and
    comments. Pure.
#}
{% macro definition_hash(definition) %}
    {%- set indexes, comments = [], [] -%}
    {%- for index in definition["indexes"] -%}
        {%- do indexes.append([index["unique"], index["on"]] | string) -%}
    {%- endfor -%}
    {%- for column, comment in definition["column_comments"] | items -%}
        {%- do comments.append([column, comment] | string) -%}
    {%- endfor -%}
    {%- set body = dbt_wap.comparable_body(definition["body"]) -%}
    {%- do return(local_md5(tojson([body, indexes | sort, definition["comment"], comments | sort]))) -%}
{% endmacro %}
