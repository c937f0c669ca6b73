{# {relation_name of the prod schema: the schema that is to get its grants}; pairs: as in compare_grants. Pure. #}
{% macro schemas_to_get_grants(pairs) %}
    {%- set schemas = {} -%}
    {%- for pair in pairs -%}
        {%- do schemas.update({dbt_wap.relation_name(pair["database"], pair["prod"]): pair["audit"]}) -%}
    {%- endfor -%}
    {%- do return(schemas) -%}
{% endmacro %}
