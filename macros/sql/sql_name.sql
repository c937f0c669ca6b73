{# The quoted name of a relation as in relations_of. Returns SQL text. #}
{% macro sql_name(relation) %}
    {%- do return(dbt_wap.relation_name(relation["database"], relation["schema"], relation["name"])) -%}
{% endmacro %}
