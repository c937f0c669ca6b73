{# The keys of the schemas that exist now in the databases of the pairs. Reads only. #}
{% macro schema_keys_of(pairs) %}
    {%- set keys = [] -%}
    {%- for place in dbt_wap.existing_schemas(dbt_wap.databases_of(pairs)) -%}
        {%- do keys.append(dbt_wap.schema_key(place["database"], place["schema"])) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
