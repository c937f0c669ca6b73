{# Build the statements that drop schemas and everything in them. A schema that does not exist is not an error. Pure. #}
{% macro drop_schemas_statements(places) %}
    {%- set statements = [] -%}
    {%- for place in places -%} {%- do statements.append(dbt_wap._drop_schema_sql(place)) -%} {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{% macro _drop_schema_sql(place) -%}
    drop schema if exists {{ dbt_wap.relation_name(place["database"], place["schema"]) }} cascade
{%- endmacro %}
