{# The SQL that drops schemas with all that is in them; of one that is not there nothing. Pure. #}
{% macro drop_schemas_statements(places) %}
    {%- set statements = [] -%}
    {%- for place in places -%} {%- do statements.append(dbt_wap._drop_schema_sql(place)) -%} {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{% macro _drop_schema_sql(place) -%}
    drop schema if exists {{ dbt_wap.relation_name(place["database"], place["schema"]) }} cascade
{%- endmacro %}
