{# Return the quoted name of a relation, a dict as in relations_of. Pure. #}
{% macro sql_name(relation) %}
    {%- do return(dbt_wap.relation_name(relation["database"], relation["schema"], relation["name"])) -%}
{% endmacro %}
