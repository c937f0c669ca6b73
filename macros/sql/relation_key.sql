{# Return the key that identifies a relation in prod and in the candidate: "database.schema.name", folded. Pure. #}
{% macro relation_key(database, schema, name) %}
    {%- do return(dbt_wap.fold_names([database or "", schema, name]) | join(".")) -%}
{% endmacro %}
