{# List the keys of all schemas in the databases of schema pairs. Reads only. #}
{% macro schema_keys_of(pairs) %}
    {%- set keys, seen = [], pairs[0].get("seen") if pairs else none -%}
    {%- for place in dbt_wap.existing_schemas(dbt_wap.databases_of(pairs), seen) -%}
        {%- do keys.append(dbt_wap.schema_key(place["database"], place["schema"])) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
