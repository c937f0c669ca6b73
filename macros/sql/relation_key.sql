{# "database.schema.name" in the engine's folded form: the key under which a relation is found on both sides. Pure. #}
{% macro relation_key(database, schema, name) %}
    {%- do return(dbt_wap.schema_key(database, schema) ~ "." ~ dbt_wap.fold(name)) -%}
{% endmacro %}
