{# The keys of the schemas that exist now in the databases of the pairs. Reads only. #}
{% macro schema_keys_of(pairs) %}
    {%- set keys = [] -%}
    {%- for place in dbt_wap.existing_schemas(pairs | map(attribute="database") | unique | list) -%}
        {%- do keys.append(dbt_wap.schema_key(place["database"], place["schema"])) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
