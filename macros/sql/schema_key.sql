{# Return the key that identifies a schema: "database.schema", folded. Pure. #}
{% macro schema_key(database, schema) %}
    {%- do return(dbt_wap.fold_names([database or "", schema]) | join(".")) -%}
{% endmacro %}
