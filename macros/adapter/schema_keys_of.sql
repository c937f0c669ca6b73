{# List the keys of all schemas in the databases of schema pairs. Reads only. #}
{% macro schema_keys_of(pairs) %}
    {%- set keys = [] -%}
    {%- for place in dbt_wap.existing_schemas(dbt_wap.databases_of(pairs)) -%}
        {%- do keys.append(dbt_wap.schema_key(place["database"], place["schema"])) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
