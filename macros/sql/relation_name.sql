{# database.schema.name, every part quoted. #}
{% macro relation_name(database, schema, name=none) %}
    {%- set parts = [database, schema, name] | reject("none") | list -%}
    {%- set quoted = [] -%}
    {%- for part in parts -%} {%- do quoted.append(dbt_wap.identifier(part)) -%} {%- endfor -%}
    {%- do return(quoted | join(".")) -%}
{% endmacro %}
