{# Return database.schema.name, or database.schema, with every part quoted. Pure. #}
{% macro relation_name(database, schema, name=none) %}
    {%- set parts = [database, schema, name] | reject("none") | list -%}
    {%- set quoted = [] -%}
    {%- for part in parts -%} {%- do quoted.append(dbt_wap.identifier(part)) -%} {%- endfor -%}
    {%- do return(quoted | join(".")) -%}
{% endmacro %}
